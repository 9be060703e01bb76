import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** What the desktop shell enforces, so that the preview of the demo shows what the window would refuse. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** What ends up in the bundle brings its licence along. */
function licences(): Plugin {
  const shipped = [
    '@fontsource-variable/inter',
    '@fontsource-variable/vazirmatn',
    '@kurkle/color',
    '@tauri-apps/api',
    'chart.js',
    'svelte',
  ];
  return {
    name: 'licences',
    apply: 'build',
    generateBundle() {
      for (const name of shipped) {
        const folder = fileURLToPath(new URL(`./node_modules/${name}`, import.meta.url));
        for (const file of readdirSync(folder).filter((entry) => entry.startsWith('LICEN'))) {
          const fileName = `licences/${name.replaceAll('/', '-').replace('@', '')}-${file.replace(/\.md$/, '')}.txt`;
          this.emitFile({ type: 'asset', fileName, source: readFileSync(join(folder, file)) });
        }
      }
    },
  };
}

export default defineConfig({
  plugins: [svelte(), svelteTesting(), licences()],
  resolve: {
    alias: { $shared: fileURLToPath(new URL('./src/shared', import.meta.url)) },
  },
  clearScreen: false,
  server: { port: 1420, strictPort: true },
  preview: { headers: { 'Content-Security-Policy': contentSecurityPolicy } },
  build: {
    // WebKitGTK 2.50 and WebView2 are far beyond this; older engines are not shipped to.
    target: ['safari18', 'chrome124'],
    // Fonts and pictures stay files: the content security policy has no `data:`.
    assetsInlineLimit: 0,
    rolldownOptions: { input: ['index.html', 'customer.html'] },
    modulePreload: { polyfill: false },
  },
  test: {
    environment: 'jsdom',
    include: ['tests/**/*.test.ts', 'src/**/*.test.ts'],
    setupFiles: ['tests/setup.ts'],
    css: false,
  },
});
