import { describe, expect, it } from 'vitest';
import {
  cachePicture,
  callerLayer,
  directoryPicture,
  layAround,
  layInPlane,
  logLayer,
  piecesOf,
  vectorOf,
  whoseText,
} from '../../src/checks/index.ts';
import { Picture, PICTURE_LIMITS, PLANE } from '../../src/contract/index.ts';
import { ACME, cacheEvent, fileEvent, GLOBEX, sampleRun } from './picture-samples.ts';

const ACMES = 'secret-0123456789';
const GLOBEXS = 'secret-9876543210';

describe('whose a text is', () => {
  const run = sampleRun([], []);

  it.each([
    ['a canary in it', `{"body":"${ACMES}"}`, 0],
    ['a tenant’s id', `report:${GLOBEX.id}:7`, 1],
    ['nothing in it', 'Report 7', null],
  ])('is told by %s', (_what, text, owner) => {
    expect(whoseText(run, text)).toBe(owner);
  });

  it('is somebody else’s first, for who reads it', () => {
    expect(whoseText(run, `${ACMES} ${GLOBEXS}`, 0)).toBe(1);
    expect(whoseText(run, `${ACMES} ${GLOBEXS}`, 1)).toBe(0);
  });

  it('is told stretch by stretch, by the longest text of a row', () => {
    const said = `Key (body)=(payroll: ${ACMES}) exists for ${GLOBEX.id}.`;
    expect(piecesOf(run, said, 1)).toEqual([
      { text: 'Key (body)=(', owner: null, foreign: false },
      { text: `payroll: ${ACMES}`, owner: 0, foreign: true },
      { text: ') exists for ', owner: null, foreign: false },
      { text: GLOBEX.id, owner: 1, foreign: false },
      { text: '.', owner: null, foreign: false },
    ]);
    // Nothing is foreign to a log.
    expect(piecesOf(run, said).some(({ foreign }) => foreign)).toBe(false);
  });

  it('fits a picture however often it is said', () => {
    const pieces = piecesOf(run, `${ACMES} `.repeat(500), 1);
    expect(pieces).toHaveLength(PICTURE_LIMITS.pieces);
    expect(pieces.at(-1)?.text).toBe('…');
  });
});

describe('a cache', () => {
  it('is played again from the trace: who wrote, who was served, whose it was', () => {
    const picture = cachePicture(
      sampleRun(
        [
          [ACME, 'getReport(7)'],
          [GLOBEX, 'getReport(7)'],
          [GLOBEX, 'getReport(8)'],
        ],
        [
          cacheEvent(1, 'get', ['report:7'], { hit: false }),
          cacheEvent(1, 'set', ['report:7'], { value: `{"${ACMES}":1}`, ttl: 60 }),
          cacheEvent(2, 'get', ['report:7'], { hit: true, value: `{"${ACMES}":1}` }),
          cacheEvent(3, 'set', ['report:8'], { value: 'null' }),
          cacheEvent(3, 'del', ['report:7', 'report:9']),
        ],
      ),
    );
    expect(Picture.parse(picture)).toEqual(picture);
    expect(picture?.calls.map(({ tenant }) => tenant)).toEqual([0, 1, 1]);
    const [seven, eight, ...others] = picture?.entries ?? [];
    expect(others).toEqual([]);
    expect(seven).toMatchObject({ key: 'report:7', value: null, owner: null, ttl: null });
    expect(seven?.uses.map(({ call, how, owner, foreign }) => [call, how, owner, foreign])).toEqual(
      [
        [0, 'missed', null, false],
        [0, 'wrote', 0, false],
        [1, 'served', 0, true],
        [2, 'removed', 0, true],
      ],
    );
    // A "not found" is whose question it answered.
    expect(eight).toMatchObject({ key: 'report:8', value: 'null', owner: 1, ttl: null });
  });

  it('takes the author’s word for whose a value is', () => {
    const run = sampleRun(
      [
        [ACME, 'flags()'],
        [GLOBEX, 'flags()'],
      ],
      [
        cacheEvent(1, 'mset', ['a', 'b'], { value: 'on\noff' }),
        cacheEvent(2, 'mget', ['a', 'b', 'c'], { hit: true, value: 'on\noff\n' }),
      ],
    );
    const flags = cachePicture(run, { ownerOf: () => null });
    expect(
      flags?.entries.map(({ key, value, owner, uses }) => [key, value, owner, uses.at(-1)?.how]),
    ).toEqual([
      ['a', 'on', null, 'served'],
      ['b', 'off', null, 'served'],
      ['c', null, null, 'missed'],
    ]);
    const taken = cachePicture(run);
    expect(taken?.entries[0]?.uses.map(({ foreign }) => foreign)).toEqual([false, true]);
  });

  it('is null where no key was used, and counts what it leaves out', () => {
    expect(cachePicture(sampleRun([[ACME, 'a()']], []))).toBeNull();
    const many = Array.from({ length: 100 }, (_, i) =>
      cacheEvent(1, 'set', [`k${i}`], { value: 'x'.repeat(1_000) }),
    );
    const picture = Picture.parse(cachePicture(sampleRun([[ACME, 'a()']], many)));
    expect(picture).toMatchObject({ kind: 'cache', more: 40 });
    if (picture.kind !== 'cache') throw new Error('not a cache');
    expect(picture.entries[0]?.value).toHaveLength(PICTURE_LIMITS.text);
  });
});

describe('a directory', () => {
  const homeOf = ({ name }: { name: string }): string => `/exports/${name.toLowerCase()}`;

  it('tells what lay outside of the caller’s own, with links followed', () => {
    const picture = directoryPicture(
      sampleRun(
        [
          [ACME, 'write()'],
          [GLOBEX, 'read()'],
        ],
        [
          fileEvent(1, 'mkdir', '/exports/acme'),
          fileEvent(1, 'writeFile', '/exports/acme/1.json'),
          fileEvent(2, 'readFile', '/exports/globex/shortcut', { real: '/exports/acme/1.json' }),
          fileEvent(2, 'readFile', '/exports/acme-old/1.json', { real: null, error: 'ENOENT' }),
          fileEvent(2, 'stat', '/exports'),
          fileEvent(2, 'rename', '/exports/globex/a'),
          fileEvent(2, 'rename', '/exports/globex/b'),
        ],
        { '/exports/globex/shortcut': { link: '../acme/1.json' }, '/etc/motd': { text: ACMES } },
      ),
      { homeOf, shared: ['/exports/'] },
    );
    expect(Picture.parse(picture)).toEqual(picture);
    expect(
      picture?.entries.map(({ path, type, owner, touches }) => [
        path,
        type,
        owner,
        touches.map(({ how, outside }) => `${how}${outside ? ' ✕' : ''}`).join(),
      ]),
    ).toEqual([
      ['/etc/motd', 'file', 0, ''],
      ['/exports', 'directory', null, 'stat'],
      ['/exports/acme', 'directory', 0, 'mkdir'],
      ['/exports/acme-old/1.json', 'absent', null, 'readFile ✕'],
      ['/exports/acme/1.json', 'file', 0, 'writeFile,readFile ✕'],
      ['/exports/globex/a', 'absent', 1, 'rename'],
      ['/exports/globex/b', 'file', 1, 'rename'],
      ['/exports/globex/shortcut', 'link', 1, ''],
    ]);
  });

  it('keeps what crossed where there is no room for all', () => {
    const disk = Object.fromEntries(
      Array.from({ length: 90 }, (_, i) => [`/a/${i}`, { text: '' }]),
    );
    const run = sampleRun([[ACME, 'a()']], [fileEvent(1, 'readFile', '/z/1')], disk);
    const picture = directoryPicture(run, { homeOf });
    expect(picture).toMatchObject({ more: 31 });
    expect(picture?.entries.at(-1)?.path).toBe('/z/1');
  });
});

describe('an error’s way', () => {
  it('ends at the caller and in the log, with whose data each said', () => {
    const run = sampleRun(
      [
        [
          GLOBEX,
          'importNote()',
          {
            kind: 'threw',
            cut: false,
            error: {
              name: 'DatabaseError',
              message: 'duplicate key',
              code: '23505',
              place: null,
              value: {
                message: 'duplicate key',
                stack: 'at …',
                detail: `Key (${ACMES})`,
                hint: null,
              },
            },
          },
        ],
      ],
      [
        {
          kind: 'log',
          call: 1,
          level: 'error',
          message: 'failed',
          fields: {
            id: 'c-1',
            err: {
              '@': 'error',
              value: {
                name: 'Error',
                message: 'wrapped',
                code: null,
                place: null,
                value: {
                  message: 'wrapped',
                  cause: {
                    '@': 'error',
                    value: { name: 'E', message: ACMES, code: null, place: null, value: {} },
                  },
                },
              },
            },
          },
        },
      ],
    );
    const [call] = run.calls;
    if (!call) throw new Error('no call');
    const words = (layer: ReturnType<typeof callerLayer>): string[] =>
      layer.said.map(
        ({ name, pieces }) =>
          `${name}: ${pieces.map(({ text, foreign }) => (foreign ? `✕${text}` : text)).join('')}`,
      );
    expect(words(callerLayer(run, call))).toEqual([
      'name: DatabaseError',
      'message: duplicate key',
      'code: 23505',
      `detail: Key (✕${ACMES})`,
    ]);
    expect(words(logLayer(run, call))).toEqual([
      'error: failed',
      'id: c-1',
      'err.message: wrapped',
      `err.cause.message: ${ACMES}`,
    ]);
  });
});

describe('an answer', () => {
  it('is told field by field, and what the caller said itself is not foreign', () => {
    const value = { ok: false, message: `no ${ACMES} at ${ACME.id}`, code: { '@': 'undefined' } };
    const run = sampleRun(
      [[GLOBEX, 'find()', { kind: 'returned', value, cut: false }, [`/notes/${ACMES}`]]],
      [],
    );
    const [call] = run.calls;
    expect(call && callerLayer(run, call).said).toEqual([
      { name: 'ok', pieces: [{ text: 'false', owner: null, foreign: false }] },
      {
        name: 'message',
        pieces: [
          { text: 'no ', owner: null, foreign: false },
          { text: ACMES, owner: 0, foreign: false },
          { text: ' at ', owner: null, foreign: false },
          { text: ACME.id, owner: 0, foreign: true },
        ],
      },
    ]);
  });
});

describe('vectors', () => {
  const vectors = [
    [1, 0, 0],
    [0.9, 0.1, 0],
    [-1, 0, 0],
    [0, 1, 0],
  ];

  it('lie in the plane by the directions in which they differ most', () => {
    const { x, y } = layInPlane(vectors);
    expect([Math.min(...x), Math.max(...x)]).toEqual([0, PLANE]);
    expect(Math.abs((x[0] ?? 0) - (x[1] ?? 0))).toBeLessThan(100);
    expect(Math.abs((x[0] ?? 0) - (x[2] ?? 0))).toBe(PLANE);
    expect(layInPlane(vectors)).toEqual({ x, y });
    expect(y.every((each) => Number.isInteger(each) && each >= 0 && each <= PLANE)).toBe(true);
  });

  it('lie around a query as far from it as was measured', () => {
    const { x, y } = layAround(vectors, [0, 0.2, 0.5, 1]);
    const far = x.map((each, i) => Math.hypot(each - PLANE / 2, (y[i] ?? 0) - PLANE / 2));
    expect(far.map((each) => Math.round(each / 10))).toEqual([0, 10, 25, 50]);
  });

  it('that are all the same, and none at all, have a place', () => {
    expect(
      layInPlane([
        [1, 1],
        [1, 1],
      ]),
    ).toEqual({ x: [500, 500], y: [500, 500] });
    expect(layInPlane([])).toEqual({ x: [], y: [] });
    expect(layAround([[1, 1]], [0])).toEqual({ x: [500], y: [500] });
  });

  it('are read as pgvector writes them', () => {
    expect(vectorOf('[0.5,0,-1e-3]')).toEqual([0.5, 0, -0.001]);
    expect([vectorOf('0.5,1'), vectorOf(null), vectorOf('[a]')]).toEqual([null, null, null]);
  });
});

describe('the contract of pictures', () => {
  const vectors = {
    kind: 'vectors',
    layout: 'plane',
    tenants: [ACME],
    call: { show: 'search()', tenant: 0 },
    points: { x: [1, 2], y: [3, 4], owner: [0, null], label: [0, 0] },
    labels: ['a.md'],
    query: { x: 1, y: 1, text: 'q' },
    neighbours: [{ point: 1, distance: 0.2, text: 't', foreign: true }],
    missing: [0],
  };

  it('takes columns of one length, and indices that are there', () => {
    expect(Picture.parse(vectors)).toEqual(vectors);
    const points = { ...vectors.points, y: [3] };
    expect(Picture.safeParse({ ...vectors, points }).success).toBe(false);
    expect(Picture.safeParse({ ...vectors, missing: [2] }).success).toBe(false);
    expect(Picture.safeParse({ ...vectors, labels: [] }).success).toBe(false);
  });

  it('refuses calls that are not in the list', () => {
    const uses = [{ call: 1, how: 'missed', value: null, owner: null, foreign: false }];
    const entries = [{ key: 'k', value: null, owner: null, ttl: null, uses }];
    const cache = { kind: 'cache', tenants: [], entries, more: 0 };
    const one = { show: 'a()', tenant: 0 };
    expect(Picture.safeParse({ ...cache, calls: [one, one] }).success).toBe(true);
    expect(Picture.safeParse({ ...cache, calls: [one] }).success).toBe(false);
  });
});
