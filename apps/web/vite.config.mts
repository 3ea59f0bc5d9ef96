import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import vue from '@vitejs/plugin-vue';
import { defineConfig, type Plugin } from 'vite';

/** LEDGER_URL: the ledger that `vite` (development only) asks; the built files are served by the api itself or by any web server. */
const ledger = process.env['LEDGER_URL'] ?? 'http://127.0.0.1:3000';

export default defineConfig({
  root: import.meta.dirname,
  publicDir: 'static',
  plugins: [vue(), compressed()],
  build: {
    outDir: process.env['WEB_OUT'] ?? '../../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    manifest: true,
    chunkSizeWarningLimit: 900,
    // How long plugins took is no warning to whoever starts a ledger.
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
  server: { host: '127.0.0.1', strictPort: true, proxy: { '/api': ledger, '/healthz': ledger, '/readyz': ledger } },
});

/** Lays a .gz and a .br beside every text file: the api and any web server deliver them as they are. */
function compressed(): Plugin {
  let folder = '';
  return {
    name: 'compressed',
    apply: 'build',
    configResolved: (config) => void (folder = resolve(config.root, config.build.outDir)),
    closeBundle() {
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
        /\.(js|css|html|svg|webmanifest)$/.test(file),
      )) {
        const file = join(folder, name);
        const text = readFileSync(file);
        writeFileSync(`${file}.gz`, gzipSync(text, { level: 9 }));
        writeFileSync(`${file}.br`, brotliCompressSync(text));
      }
    },
  };
}
