import { defineConfig } from "vite";

// File names carry no hash, so that a build of the same source is the same folder: a test compares them.
export default defineConfig({
  base: "./",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../static",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 300,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        entryFileNames: "main.js",
        chunkFileNames: ({ facadeModuleId: from, name }) => {
          const words = from?.match(/(lessons|src)\/words\/(\w+)\.json$/);
          return words ? `${words[1] === "src" ? "words" : "lessons"}_${words[2]}.js` : `${name}.js`;
        },
        assetFileNames: "[name][extname]",
      },
    },
  },
});
