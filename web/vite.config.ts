import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

// The page is built into dist, which embed.go puts into the binary. `npm run dev`
// serves it from the sources beside a running `entente serve --addr :7788`.
export default defineConfig({
  plugins: [svelte()],
  build: { target: 'es2023', chunkSizeWarningLimit: 1000, modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
  server: { proxy: { '/api': { target: 'http://127.0.0.1:7788', headers: { host: '127.0.0.1:7788', origin: 'http://127.0.0.1:7788' } } } },
});
