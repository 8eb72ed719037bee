import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * The renderer's build. The page runs under a Content-Security-Policy without inline scripts or eval and may lie
 * anywhere (`app://` or a loopback port), hence relative addresses, no preload polyfill and nothing inlined.
 */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'es2024',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1_000,
  },
});
