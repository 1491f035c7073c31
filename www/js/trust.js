/** Trusted Types: the only two policies of the page. Both let through script URLs of this site's own files, and nothing else. */

const own = new Set([new URL("../sw.js", import.meta.url).href]);
const pkg = new URL("../pkg/", import.meta.url).href;

function scriptUrl(url) {
  const { href } = new URL(url, document.baseURI);
  if (own.has(href) || (href.startsWith(pkg) && /^[\w./-]+\.js$/.test(href.slice(pkg.length)))) return href;
  throw new TypeError(`not a script of this page: ${href}`);
}

const types = globalThis.trustedTypes;
const mizan = types?.createPolicy("mizan", { createScriptURL: scriptUrl });
// The package starts its worker by URL and knows nothing of this page's policy.
types?.createPolicy("default", { createScriptURL: scriptUrl });

export const trustedScript = (url) => (mizan ? mizan.createScriptURL(String(url)) : scriptUrl(url));
