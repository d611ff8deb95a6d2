// Builds everything the browser gets into src/motcua/static/dist/. Run: node assets/build.mjs [--quiet]
// Reads only node_modules/ and this repository; writes only dist/; the result depends on nothing else.
import { copyFile, mkdir, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const source = join(root, "src/motcua");
const dist = join(source, "static/dist");
const fresh = `${dist}.new-${process.pid}`;
const modules = join(root, "node_modules");
const quiet = process.argv.includes("--quiet");

class BuildError extends Error {}

async function filesBelow(folder, endings) {
  const found = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!["dist", "__pycache__", "node_modules"].includes(entry.name)) found.push(...(await filesBelow(path, endings)));
    } else if (endings.some((ending) => entry.name.endsWith(ending))) found.push(path);
  }
  return found.sort();
}

// Icons are found where they are used: {% icon "name" %}, icon="name" in templates and Python, and icons.txt.
async function usedIcons() {
  const uses = new Map();
  const note = (name, where) => uses.has(name) || uses.set(name, where);
  for (const line of (await readFile(join(root, "assets/icons.txt"), "utf8")).split("\n")) {
    const name = line.replace(/#.*/, "").trim();
    if (name) note(name, "assets/icons.txt");
  }
  const pattern = /(?:\{%-?\s*icon\s+|\bicon=)["']([a-z0-9][a-z0-9-]*)["']/g;
  for (const file of await filesBelow(source, [".html", ".py"])) {
    for (const match of (await readFile(file, "utf8")).matchAll(pattern)) note(match[1], relative(root, file));
  }
  return uses;
}

async function sprite() {
  const symbols = [];
  const unknown = [];
  for (const [name, where] of [...(await usedIcons())].sort()) {
    let svg;
    try {
      svg = await readFile(join(modules, "bootstrap-icons/icons", `${name}.svg`), "utf8");
    } catch {
      unknown.push(`${name} (used in ${where})`);
      continue;
    }
    const viewBox = svg.match(/viewBox="([^"]+)"/)[1];
    const body = svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "").replace(/\s*\n\s*/g, "");
    symbols.push(`<symbol id="${name}" viewBox="${viewBox}" fill="currentColor">${body}</symbol>`);
  }
  if (unknown.length) {
    throw new BuildError(`bootstrap-icons has no icon named:\n  ${unknown.join("\n  ")}\nChoose another name in node_modules/bootstrap-icons/icons/.`);
  }
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`;
}

// Papers are drawn with these faces and no others (src/motcua/papers/drawing.py).
async function paperFonts() {
  const target = join(fresh, "tinos");
  await mkdir(target, { recursive: true });
  for (const file of await filesBelow(join(modules, "@expo-google-fonts/tinos"), [".ttf"])) await copyFile(file, join(target, basename(file)));
}

// The notice of every package that ended up in a bundle, found from what esbuild says it read.
async function licences(metafiles) {
  const names = new Set(["bootstrap-icons", "@expo-google-fonts/tinos"]);
  for (const input of metafiles.flatMap((meta) => Object.keys(meta.inputs))) {
    const match = input.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/);
    if (match) names.add(match[1]);
  }
  const parts = ["Third-party software in these assets, with the notices its authors ask to keep.\n"];
  for (const name of [...names].sort()) {
    const folder = join(modules, name);
    const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const files = (await readdir(folder)).filter((entry) => /^licen[cs]e/i.test(entry)).sort();
    const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
    const text = texts.map((words) => words.trim()).join("\n\n") || `Licence: ${license}`;
    parts.push(`${"=".repeat(78)}\n${name} ${version} (${license})\n\n${text}\n`);
  }
  return parts.join("\n");
}

const common = {
  bundle: true,
  minify: true,
  metafile: true,
  absWorkingDir: root,
  outdir: fresh,
  logLevel: "error",
  legalComments: "none", // kept in licences.txt instead
  target: ["chrome109", "firefox115", "safari15.6"],
};

async function main() {
  const started = Date.now();
  const { build } = await import("esbuild");
  await mkdir(fresh, { recursive: true });
  const results = await Promise.all([
    build({ ...common, format: "iife", entryPoints: { app: "assets/js/app.js", bpmn: "assets/js/bpmn.js", editor: "assets/js/editor.js" } }),
    build({
      ...common,
      entryPoints: { app: "assets/css/app.css", bpmn: "assets/css/bpmn.css", editor: "assets/css/editor.css" },
      loader: { ".woff2": "file" },
      assetNames: "fonts/[name]",
    }),
  ]);
  await writeFile(join(fresh, "icons.svg"), await sprite());
  await paperFonts();
  await writeFile(join(fresh, "licences.txt"), await licences(results.map((result) => result.metafile)));
  await rm(dist, { recursive: true, force: true });
  await rename(fresh, dist);
  if (quiet) return;
  let fonts = 0;
  for (const file of await filesBelow(join(dist, "fonts"), [".woff2"])) fonts += (await stat(file)).size;
  for (const name of ["app.css", "app.js", "bpmn.css", "bpmn.js", "editor.css", "editor.js", "icons.svg", "licences.txt"]) {
    const bytes = await readFile(join(dist, name));
    console.log(`${name.padEnd(14)} ${(bytes.length / 1024).toFixed(1).padStart(7)} kB  ${(gzipSync(bytes).length / 1024).toFixed(1).padStart(6)} kB gz`);
  }
  console.log(`${"fonts/".padEnd(14)} ${(fonts / 1024).toFixed(1).padStart(7)} kB`);
  console.log(`assets built in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

try {
  await main();
} catch (error) {
  await rm(fresh, { recursive: true, force: true });
  console.error(error instanceof BuildError ? error.message : `assets: ${error.message}`);
  if (error.code === "ERR_MODULE_NOT_FOUND") console.error("Run: npm ci --ignore-scripts");
  process.exit(1);
}
