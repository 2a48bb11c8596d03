import URL from 'core-js-pure/actual/url';
import URLSearchParams from 'core-js-pure/actual/url-search-params';

export { URL, URLSearchParams };

interface Location {
  readonly protocol: string;
  readonly pathname: string;
}

/** `node:url`: the WHATWG URL of core-js, without internationalised names; no `url.parse`. */
export const urlModule = {
  URL,
  URLSearchParams,
  fileURLToPath: (url: unknown): string => {
    const { protocol, pathname } = new URL(String(url)) as Location;
    if (protocol !== 'file:') {
      throw Object.assign(new TypeError('The URL must be of scheme file'), {
        code: 'ERR_INVALID_URL_SCHEME',
      });
    }
    return decodeURIComponent(pathname);
  },
  pathToFileURL: (path: string): unknown => {
    const url = new URL('file:///') as { pathname: string };
    url.pathname = path.replaceAll('%', '%25');
    return url;
  },
};
