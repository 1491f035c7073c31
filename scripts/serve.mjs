//! `npm start`: sets up, builds, and serves the page (www/ at /, the package at /pkg/) to this machine only.
import { createReadStream, readFileSync, realpathSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, sep } from "node:path";
import { build } from "./build.mjs";
import { Advice, root, script } from "./lib.mjs";
import { setup } from "./setup.mjs";

const HOST = "127.0.0.1";
const FIRST_PORT = 8080;

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".ttf": "font/ttf",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

const MOUNTS = { "/pkg/": join(root, "pkg"), "/": join(root, "www") };

/** The file under `folder` that `path` names, or nothing: links that lead out of the folder count as absent. */
function find(folder, path) {
  try {
    const base = realpathSync(folder);
    const file = realpathSync(join(base, path.endsWith("/") || path === "" ? `${path}index.html` : path));
    return file.startsWith(base + sep) && statSync(file).isFile() ? file : undefined;
  } catch {
    return undefined;
  }
}

/** The page's own Content-Security-Policy, sent as a header too: one text, so that the two cannot disagree. */
function policy(html) {
  return /http-equiv="Content-Security-Policy"\s+content="([^"]*)"/i.exec(html)?.[1].replace(/\s+/g, " ").trim();
}

function headers(file, stat) {
  const type = TYPES[extname(file).toLowerCase()] ?? "application/octet-stream";
  const csp = type.startsWith("text/html") && policy(readFileSync(file, "utf8"));
  return {
    "Content-Type": type,
    "Content-Length": stat.size,
    "Cache-Control": "no-cache",
    ETag: `"${stat.size.toString(36)}-${Math.round(stat.mtimeMs).toString(36)}"`,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    ...(csp && { "Content-Security-Policy": `${csp.replace(/;$/, "")}; frame-ancestors 'none'` }),
  };
}

function refuse(response, status, text) {
  response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" }).end(`${text}\n`);
}

function answer(mounts, request, response) {
  if (request.method !== "GET" && request.method !== "HEAD") return refuse(response, 405, "only GET and HEAD");
  let path;
  try {
    path = decodeURIComponent(new URL(request.url, `http://${HOST}`).pathname);
  } catch {
    return refuse(response, 400, "no such address");
  }
  const mount = Object.keys(mounts).find((prefix) => path.startsWith(prefix));
  const file = mount && !path.includes("\0") && find(mounts[mount], path.slice(mount.length));
  if (!file) return refuse(response, 404, `nothing at ${path}`);
  const stat = statSync(file);
  const fields = headers(file, stat);
  if (request.headers["if-none-match"] === fields.ETag) return response.writeHead(304, fields).end();
  response.writeHead(200, fields);
  if (request.method === "HEAD") return response.end();
  createReadStream(file)
    .on("error", () => response.destroy())
    .pipe(response);
}

const listen = (server, port) =>
  new Promise((resolve, reject) => {
    server.once("error", reject).listen(port, HOST, () => {
      server.off("error", reject);
      resolve(server.address().port);
    });
  });

/**
 * Serves `mounts` (path prefix → folder, the longest prefix first) on this machine and gives `{ url, close }`.
 * Port 0 takes any free one; with `next`, a port in use is passed over.
 */
export async function serve({ port = 0, mounts = MOUNTS, next = false } = {}) {
  const server = createServer((request, response) => answer(mounts, request, response));
  for (let tried = port; ; tried++) {
    try {
      const taken = await listen(server, tried);
      return { url: `http://localhost:${taken}/`, close: () => new Promise((done) => (server.close(done), server.closeAllConnections())) };
    } catch (error) {
      if (error.code !== "EADDRINUSE" || !next || tried >= port + 100) throw error;
    }
  }
}

function wantedPort() {
  const port = Number(process.env.PORT || FIRST_PORT);
  if (!Number.isInteger(port) || port < 0 || port > 65435) throw new Advice(`PORT must be a whole number up to 65435, not "${process.env.PORT}".`);
  return port;
}

await script(import.meta.url, async () => {
  const port = wantedPort();
  console.log("Mizan: setting up and building (a second start only looks)");
  await setup();
  await build();
  const { url } = await serve({ port, next: true });
  console.log(`\nMizan is at ${url}  (Ctrl-C ends it)`);
  process.on("SIGINT", () => process.exit(0));
});
