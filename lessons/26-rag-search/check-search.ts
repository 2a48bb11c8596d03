import type { AppCheck } from '#checks';
import { apart, pairs } from './apart.ts';
import {
  cite,
  forged,
  hostile,
  ownSources,
  privateSource,
  search,
  searchSource,
  type Call,
} from './calls.ts';
import { aboutNothingOwn, aboutOwn, aboutTheirs, aTopic, offTopic } from './questions.ts';
import { isExact } from './shelf.ts';

export const searchApart: AppCheck = {
  app: true,
  id: 'search-apart',
  kind: 'holds',
  title: 'Whatever a tenant asks, its matches are its own',
  explanation:
    'The nearest chunk to a question is whosever it is. Whose rows a search may see is for the database to decide, in the same statement and before LIMIT counts.',
  run(lab) {
    const { draw } = lab.world;
    return apart(
      lab,
      pairs(lab).flatMap(({ tenant, victim }) => [
        search(lab, tenant, aboutTheirs(lab, victim, draw.pick([1, 3]))),
        search(lab, tenant, aboutNothingOwn(tenant, draw.pick([3, 8]))),
        search(lab, tenant, aTopic(lab, 20)),
        search(lab, tenant, offTopic(draw.pick([1, 5]))),
      ]),
    );
  },
};

export const sourceApart: AppCheck = {
  app: true,
  id: 'source-apart',
  kind: 'holds',
  title: 'Narrowed to a source, the matches are the tenant’s own as well',
  explanation:
    'Many tenants have a source of the same name, and one may know another’s name. A filter narrows what a tenant may see; it must not be what decides it, and an OR in it must not open it.',
  run(lab) {
    return apart(
      lab,
      pairs(lab).flatMap(({ tenant, victim }) => [
        searchSource(lab, tenant, 'runbooks', aboutTheirs(lab, victim, 3)),
        searchSource(lab, tenant, privateSource(lab.world, victim), aboutTheirs(lab, victim, 3)),
        searchSource(lab, tenant, privateSource(lab.world, tenant), aboutNothingOwn(tenant, 8)),
      ]),
    );
  },
};

export const citationsApart: AppCheck = {
  app: true,
  id: 'citations-apart',
  kind: 'holds',
  title: 'Nobody reads the title or the address of another’s source',
  explanation:
    'sources is a table of tenants’ rows like chunks: RLS on the one does nothing for the other. Their ids are a sequence, so whoever has seen one can count.',
  run(lab) {
    return apart(
      lab,
      pairs(lab).flatMap(({ tenant, victim }) => {
        const theirs = [...ownSources(lab.world, victim).values()];
        return [
          // The same ids after their owner: what was remembered of that answer is not this one's.
          cite(lab, victim, theirs),
          cite(lab, tenant, theirs),
          cite(lab, tenant, [...ownSources(lab.world, tenant).values(), ...theirs]),
        ];
      }),
    );
  },
};

export const hostileArguments: AppCheck = {
  app: true,
  id: 'hostile-arguments',
  kind: 'holds',
  title: 'Nothing that an agent puts into its arguments opens another’s rows',
  explanation:
    'The arguments are written by a model, and the model was told what to write by whoever wrote the documents it reads. Tenant: from the session. k and source: as parameters.',
  run(lab) {
    const [first, second] = lab.world.tenants;
    const asked = search(lab, first, aboutTheirs(lab, second, 3));
    const narrowed = searchSource(lab, first, 'runbooks', aboutTheirs(lab, second, 3));
    const odd = (fields: Parameters<typeof hostile>[1], shownAs: string): Call[] => [
      hostile(asked, fields, shownAs),
      hostile(narrowed, fields, shownAs),
    ];
    return apart(lab, [
      forged(asked, second),
      forged(narrowed, second),
      forged(cite(lab, first, [...ownSources(lab.world, second).values()]), second),
      // All there is; where that is thousands of rows, a few of them say the same.
      ...(isExact(lab.world) ? odd({ k: 1_000_000 }, 'k: 1000000') : odd({ k: 50 }, 'k: 50')),
      ...odd({ k: 0 }, 'k: 0'),
      ...odd({ k: 2.5 }, 'k: 2.5'),
      ...odd({ k: '1 OFFSET 0' }, "k: '1 OFFSET 0'"),
      ...odd({ k: null }, 'k: null'),
      ...odd({ question: '' }, "question: ''"),
      ...["runbooks' OR true --", '%', '', "') OR (1=1"].map((source) =>
        hostile(narrowed, { source }, `source: ${JSON.stringify(source)}`),
      ),
      hostile(narrowed, { source: null }, 'source: null'),
      hostile(narrowed, { source: ['runbooks', 'handbook'] }, 'source: [ … ]'),
    ]);
  },
};

export const noTenant: AppCheck = {
  app: true,
  id: 'no-tenant',
  kind: 'holds',
  title: 'Without a tenant there is nothing to find',
  explanation:
    'Somebody who has not chosen a workspace sets no tenant. Then no row may match: not on a fresh connection, not on one that a tenant used before, and not after a call that failed.',
  run(lab) {
    const { tenants } = lab.world;
    const asNobody = tenants.flatMap((tenant) => [
      search(lab, null, aboutTheirs(lab, tenant, 3)),
      searchSource(lab, null, 'runbooks', aboutTheirs(lab, tenant, 3)),
      cite(lab, null, [...ownSources(lab.world, tenant).values()]),
    ]);
    const empty = asNobody.slice(0, 3).map((call): Call => ({
      ...call,
      args: [{ tenantId: '' }, ...call.args.slice(1)],
      show: call.show.replace('session', "{ tenantId: '' }"),
    }));
    const calls = tenants.flatMap((tenant, at) => [
      search(lab, tenant, aboutOwn(lab, tenant, 3)),
      ...asNobody.slice(at * 3, at * 3 + 3),
      hostile(search(lab, tenant, aboutOwn(lab, tenant, 3)), { k: -1 }, 'k: -1'),
      ...asNobody.slice(at * 3, at * 3 + 1),
    ]);
    return apart(lab, [...asNobody.slice(0, 1), ...empty, ...calls]);
  },
};
