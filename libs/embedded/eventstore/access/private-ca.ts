import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { writeSecret } from './secret-file';

/** What a TLS server needs, as PEM, and where clients find the CA they must trust. */
export interface ServerCertificate {
  readonly certificate: Buffer;
  readonly key: Buffer;
  readonly caFile: string;
}

const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 86_400_000;
const CA_DAYS = 3650;
const SERVER_DAYS = 825;
const RENEW_DAYS = 60;

/**
 * The private CA of one folder and a certificate by it for these hosts: made when missing, the certificate renewed when it runs out or a host
 * was added. Keys have mode 0600. The CA signs nothing else.
 */
export async function ensureServerCertificate(folder: string, hosts: readonly string[], nowMs: number): Promise<ServerCertificate> {
  const file = {
    ca: join(folder, 'ca.pem'),
    caKey: join(folder, 'ca.key'),
    server: join(folder, 'server.pem'),
    key: join(folder, 'server.key'),
  };
  if (!existsSync(file.ca) || !existsSync(file.caKey)) {
    const ca = await makeCa(nowMs);
    writeSecret(file.caKey, ca.key);
    writeSecret(file.ca, ca.certificate);
  }
  const names = [...new Set([...hosts, 'localhost', '127.0.0.1', '::1'])];
  if (!existsSync(file.server) || !existsSync(file.key) || !isGood(readFileSync(file.server, 'utf8'), names, nowMs)) {
    const made = await issue(readFileSync(file.ca, 'utf8'), readFileSync(file.caKey, 'utf8'), names, nowMs);
    writeSecret(file.key, made.key);
    writeSecret(file.server, made.certificate);
  }
  return { certificate: readFileSync(file.server), key: readFileSync(file.key), caFile: file.ca };
}

interface Made {
  readonly certificate: string;
  readonly key: string;
}

async function makeCa(nowMs: number): Promise<Made> {
  const keys = await webcrypto.subtle.generateKey(EC, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: 'CN=Governance ledger event store CA',
    notBefore: new Date(nowMs - DAY_MS),
    notAfter: new Date(nowMs + CA_DAYS * DAY_MS),
    signingAlgorithm: EC,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate: certificate.toString('pem'), key: await keyPem(keys.privateKey) };
}

async function issue(caPem: string, caKeyPem: string, names: readonly string[], nowMs: number): Promise<Made> {
  const ca = new X509Certificate(caPem);
  const [caKeyBytes] = PemConverter.decode(caKeyPem);
  if (caKeyBytes === undefined) throw new Error('The key of the private CA cannot be read.');
  const signingKey = await webcrypto.subtle.importKey('pkcs8', caKeyBytes, EC, false, ['sign']);
  const keys = await webcrypto.subtle.generateKey(EC, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: 'CN=eventstoredb-node',
    issuer: ca.subject,
    notBefore: new Date(nowMs - DAY_MS),
    notAfter: new Date(nowMs + SERVER_DAYS * DAY_MS),
    signingAlgorithm: EC,
    publicKey: keys.publicKey,
    signingKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(names.map((name) => ({ type: isIP(name) ? 'ip' : 'dns', value: name }))),
    ],
  });
  return { certificate: certificate.toString('pem'), key: await keyPem(keys.privateKey) };
}

function isGood(pem: string, names: readonly string[], nowMs: number): boolean {
  const certificate = new X509Certificate(pem);
  const listed = new Set(certificate.getExtension(SubjectAlternativeNameExtension)?.names.items.map((name) => canonical(name.value)));
  return certificate.notAfter.getTime() > nowMs + RENEW_DAYS * DAY_MS && names.every((name) => listed.has(canonical(name)));
}

/** One spelling of an IPv6 address: certificates may spell ::1 in full. */
function canonical(name: string): string {
  return isIP(name) === 6 ? new URL(`http://[${name}]`).hostname : name;
}

function serial(): string {
  return Buffer.from(webcrypto.getRandomValues(new Uint8Array(16)))
    .toString('hex')
    .replace(/^[89a-f]/, '1');
}

async function keyPem(key: webcrypto.CryptoKey): Promise<string> {
  return PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}
