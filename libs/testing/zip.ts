import { deflateRawSync } from 'node:zlib';

/** A zip of one deflated entry, written by hand so that its size may lie. */
export function zipOf(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content);
  const head = (signature: number, central: boolean) => {
    const b = Buffer.alloc(central ? 46 : 30);
    b.writeUInt32LE(signature, 0);
    const o = central ? 10 : 8;
    b.writeUInt16LE(8, o);
    b.writeUInt32LE(packed.length, o + 10);
    b.writeUInt32LE(content.length, o + 14);
    b.writeUInt16LE(name.length, o + 18);
    return Buffer.concat([b, Buffer.from(name)]);
  };
  const local = Buffer.concat([head(0x04034b50, false), packed]);
  const central = head(0x02014b50, true);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}
