/**
 * What code in a realm may try in order to reach something outside of it. Each is the body of an
 * async function that says `reached` where it got through, and throws or says `refused` where not.
 */
export interface Attempt {
  readonly name: string;
  /** @param url an address of a server that would see a request, with a slash at its end */
  readonly code: (url: string) => string;
}

const quoted = (text: string): string => JSON.stringify(text);

/** Resolves by whichever of two events comes. */
const either = (target: string, good: string, bad: string): string =>
  `return new Promise((resolve) => {
    ${target}.${good} = () => resolve('reached');
    ${target}.${bad} = () => resolve('refused by an event');
  });`;

/** Out of reach by the frame alone, whatever globals a realm has. */
export const ATTEMPTS: readonly Attempt[] = [
  {
    name: 'fetch',
    code: (url) => `await fetch(${quoted(`${url}fetch`)}, { mode: 'no-cors' }); return 'reached';`,
  },
  {
    name: 'fetch that outlives the page',
    code: (url) =>
      `await fetch(${quoted(`${url}keepalive`)}, { method: 'POST', body: 'x', keepalive: true, mode: 'no-cors' }); return 'reached';`,
  },
  {
    name: 'XMLHttpRequest',
    code: (url) => `const request = new XMLHttpRequest();
      request.open('GET', ${quoted(`${url}xhr`)});
      request.send();
      ${either('request', 'onload', 'onerror')}`,
  },
  {
    name: 'XMLHttpRequest that blocks',
    code: (url) => `const request = new XMLHttpRequest();
      request.open('GET', ${quoted(`${url}xhr-sync`)}, false);
      request.send();
      return 'reached';`,
  },
  {
    name: 'WebSocket',
    code: (url) => `const socket = new WebSocket(${quoted(`${url.replace(/^http/, 'ws')}socket`)});
      ${either('socket', 'onopen', 'onerror')}`,
  },
  {
    name: 'WebSocketStream',
    code: (url) =>
      `await new WebSocketStream(${quoted(`${url.replace(/^http/, 'ws')}stream`)}).opened; return 'reached';`,
  },
  {
    name: 'EventSource',
    code: (url) => `const source = new EventSource(${quoted(`${url}events`)});
      ${either('source', 'onopen', 'onerror')}`,
  },
  {
    name: 'WebTransport',
    code: (url) =>
      `await new WebTransport(${quoted(`${url.replace(/^http:/, 'https:')}transport`)}).ready; return 'reached';`,
  },
  {
    name: 'import() of an address',
    code: (url) =>
      `const load = (0, eval)('(address) => import(address)');
      await load(${quoted(`${url}module.js`)}); return 'reached';`,
  },
  {
    name: 'import() of a data: address',
    code: () =>
      `const load = (0, eval)('(address) => import(address)');
      await load('data:text/javascript,export default 1'); return 'reached';`,
  },
  {
    name: 'importScripts',
    code: (url) => `importScripts(${quoted(`${url}script.js`)}); return 'reached';`,
  },
  {
    name: 'importScripts of a blob',
    code: () =>
      `importScripts(URL.createObjectURL(new Blob(['self.blobRan = true']))); return 'reached';`,
  },
  {
    name: 'a font',
    code: (url) =>
      `await new FontFace('stolen', ${quoted(`url(${url}font.woff2)`)}).load(); return 'reached';`,
  },
  {
    name: 'sendBeacon',
    code: (url) => `navigator.sendBeacon(${quoted(`${url}beacon`)}, 'x'); return 'reached';`,
  },
  {
    name: 'RTCPeerConnection',
    code: () => `new RTCPeerConnection().createDataChannel('x'); return 'reached';`,
  },
  {
    name: 'indexedDB',
    code: () => `const request = indexedDB.open('stolen');
      ${either('request', 'onsuccess', 'onerror')}`,
  },
  { name: 'caches', code: () => `await caches.open('stolen'); return 'reached';` },
  { name: 'localStorage', code: () => `localStorage.setItem('stolen', '1'); return 'reached';` },
  {
    name: 'sessionStorage',
    code: () => `sessionStorage.setItem('stolen', '1'); return 'reached';`,
  },
  { name: 'document.cookie', code: () => `document.cookie = 'stolen=1'; return 'reached';` },
  { name: 'cookieStore', code: () => `await cookieStore.set('stolen', '1'); return 'reached';` },
  {
    name: 'the origin’s private files',
    code: () => `await navigator.storage.getDirectory(); return 'reached';`,
  },
  {
    name: 'the old file system',
    code: () =>
      `await new Promise((done, fail) => webkitRequestFileSystem(0, 10, done, fail)); return 'reached';`,
  },
  { name: 'locks', code: () => `await navigator.locks.request('x', () => 1); return 'reached';` },
  {
    name: 'a service worker',
    code: (url) =>
      `await navigator.serviceWorker.register(${quoted(`${url}sw.js`)}); return 'reached';`,
  },
  {
    name: 'SharedWorker',
    code: () => `new SharedWorker(URL.createObjectURL(new Blob(['']))); return 'reached';`,
  },
  {
    name: 'a worker from an address',
    code: (url) => `const worker = new Worker(${quoted(`${url}worker.js`)});
      ${either('worker', 'onmessage', 'onerror')}`,
  },
  {
    name: 'a worker from a data: address',
    code: () => `const worker = new Worker('data:text/javascript,postMessage(1)');
      ${either('worker', 'onmessage', 'onerror')}`,
  },
  {
    name: 'a module worker that imports an address',
    code: (url) => `const text = ${quoted(`import '${url}nested-module.js'; postMessage(1);`)};
      const blob = new Blob([text], { type: 'text/javascript' });
      const worker = new Worker(URL.createObjectURL(blob), { type: 'module' });
      ${either('worker', 'onmessage', 'onerror')}`,
  },
  {
    name: 'fetch in a worker of its own',
    code: (url) => `const text = ${quoted(
      `fetch('${url}nested', { mode: 'no-cors' }).then(() => postMessage('reached'), (error) => postMessage('refused: ' + error));`,
    )};
      const worker = new Worker(URL.createObjectURL(new Blob([text])));
      return new Promise((resolve) => { worker.onmessage = (event) => resolve(event.data); });`,
  },
  { name: 'parent', code: () => `parent.postMessage('stolen', '*'); return 'reached';` },
  { name: 'top', code: () => `top.postMessage('stolen', '*'); return 'reached';` },
  { name: 'window.opener', code: () => `window.opener.postMessage('x', '*'); return 'reached';` },
  { name: 'opening a window', code: (url) => `open(${quoted(`${url}popup`)}); return 'reached';` },
  {
    name: 'navigation',
    code: (url) => `location.assign(${quoted(`${url}navigation`)}); return 'reached';`,
  },
  {
    name: 'navigation of the page',
    code: (url) => `top.location = ${quoted(`${url}navigation-of-top`)}; return 'reached';`,
  },
  {
    name: 'a form',
    code: (url) => `const form = document.createElement('form');
      form.action = ${quoted(`${url}form`)};
      document.body.append(form);
      form.submit();
      return 'reached';`,
  },
  {
    name: 'an image',
    code: (url) => `const image = new Image();
      image.src = ${quoted(`${url}image.png`)};
      ${either('image', 'onload', 'onerror')}`,
  },
  {
    name: 'clients of the worker',
    code: () =>
      `const all = await clients.matchAll(); return all.length > 0 ? 'reached' : 'refused';`,
  },
];

/**
 * What a script in the frame's own document could try. None runs there but the trusted one: this is
 * the wall behind that wall.
 */
export const DOCUMENT_ATTEMPTS: readonly Attempt[] = [
  {
    name: 'an image',
    code: (url) => `new Image().src = ${quoted(`${url}doc-image.png`)}; return 'tried';`,
  },
  {
    name: 'a style sheet',
    code: (url) => `const link = document.createElement('link');
      link.rel = 'stylesheet';
      link.href = ${quoted(`${url}doc-sheet.css`)};
      document.head.append(link);
      return 'tried';`,
  },
  {
    name: 'a style with a picture',
    code: (url) => `const style = document.createElement('style');
      style.textContent = ${quoted(`html { background: url(${url}doc-style.png) }`)};
      document.head.append(style);
      document.body.style.background = ${quoted(`url(${url}doc-attribute.png)`)};
      return 'tried';`,
  },
  {
    name: 'hints to load ahead',
    code: (
      url,
    ) => `for (const rel of ['prefetch', 'preload', 'modulepreload', 'prerender', 'icon', 'manifest']) {
        const link = document.createElement('link');
        link.rel = rel;
        link.as = 'script';
        link.href = ${quoted(`${url}doc-hint-`)} + rel;
        document.head.append(link);
      }
      const rules = document.createElement('script');
      rules.type = 'speculationrules';
      rules.textContent = ${quoted(JSON.stringify({ prefetch: [{ urls: ['URL'], eagerness: 'immediate' }] }))}.replace('URL', ${quoted(`${url}doc-speculation`)});
      document.head.append(rules);
      return 'tried';`,
  },
  {
    name: 'a script',
    code: (url) => `const script = document.createElement('script');
      script.src = ${quoted(`${url}doc-script.js`)};
      document.head.append(script);
      return 'tried';`,
  },
  {
    name: 'a form',
    code: (url) => `const form = document.createElement('form');
      form.action = ${quoted(`${url}doc-form`)};
      document.body.append(form);
      form.submit();
      return 'tried';`,
  },
  {
    name: 'a frame',
    code: (url) => `const frame = document.createElement('iframe');
      frame.src = ${quoted(`${url}doc-frame`)};
      document.body.append(frame);
      return 'tried';`,
  },
  {
    name: 'an object and an embed',
    code: (url) => `const object = document.createElement('object');
      object.data = ${quoted(`${url}doc-object`)};
      const embed = document.createElement('embed');
      embed.src = ${quoted(`${url}doc-embed`)};
      document.body.append(object, embed);
      return 'tried';`,
  },
  {
    name: 'media',
    code: (url) => `const video = document.createElement('video');
      video.src = ${quoted(`${url}doc-video`)};
      video.poster = ${quoted(`${url}doc-poster`)};
      document.body.append(video);
      return 'tried';`,
  },
  { name: 'fetch', code: (url) => `await fetch(${quoted(`${url}doc-fetch`)}); return 'reached';` },
  {
    name: 'sendBeacon',
    code: (url) => `navigator.sendBeacon(${quoted(`${url}doc-beacon`)}, 'x'); return 'tried';`,
  },
  {
    name: 'fetchLater',
    code: (url) =>
      `fetchLater(${quoted(`${url}doc-later`)}, { activateAfter: 0 }); return 'tried';`,
  },
  {
    name: 'a ping',
    code: (url) => `const link = document.createElement('a');
      link.href = '#';
      link.ping = ${quoted(`${url}doc-ping`)};
      document.body.append(link);
      link.click();
      return 'tried';`,
  },
  { name: 'a window', code: (url) => `open(${quoted(`${url}doc-popup`)}); return 'tried';` },
  {
    name: 'navigation of the page',
    code: (url) => `top.location = ${quoted(`${url}doc-top`)}; return 'reached';`,
  },
  {
    name: 'navigation of the frame around it',
    code: (url) => `parent.location = ${quoted(`${url}doc-parent`)}; return 'reached';`,
  },
  {
    name: 'navigation by a meta tag',
    code: (url) => `const meta = document.createElement('meta');
      meta.httpEquiv = 'refresh';
      meta.content = ${quoted(`0;url=${url}doc-refresh`)};
      document.head.append(meta);
      return 'tried';`,
  },
  {
    name: 'navigation',
    code: (url) =>
      `setTimeout(() => { location = ${quoted(`${url}doc-navigation`)}; }); return 'tried';`,
  },
];

/** A realm without a runtime: a worker as the browser makes it, which evaluates what it is sent. */
export const BARE_REALM = `
onmessage = ({ ports: [port] }) => {
  port.onmessage = async ({ data }) => {
    let said;
    try {
      said = await (0, eval)('(async () => {' + data + '\\n})()');
    } catch (error) {
      said = 'refused: ' + error;
    }
    port.postMessage(String(said));
  };
};`;
