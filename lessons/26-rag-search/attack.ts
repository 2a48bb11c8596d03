import { count, defineAppAttack, type AppLab, type CallAttempt } from '#checks';
import type { Tenant } from '#contract';
import { cite, ownChunks, ownSources, search, searchSource } from './calls.ts';
import { TOPICS } from './texts.ts';

const [, , BREAK_GLASS] = TOPICS;

/**
 * Nobody forges anything. Somebody on call at the smallest tenant asks its agent what one asks at
 * night, and then an intern who has not been given a workspace yet asks the same.
 */
export default defineAppAttack(async (lab: AppLab): Promise<string> => {
  const { tenants } = lab.world;
  const asker = tenants.at(-1) ?? tenants[0];
  const ask = (BREAK_GLASS ?? TOPICS[0]).ask;
  const [known = 0] = [...ownSources(lab.world, asker).values()];

  const asked = [
    await lab.call(
      search(lab, asker, {
        question: ask,
        k: 3,
        note: `${asker.name}’s agent looks it up, for ${asker.name}.`,
      }),
    ),
    await lab.call(
      searchSource(lab, asker, 'runbooks', {
        question: 'Payments are declined, who do we call?',
        k: 3,
        note: 'Narrowed to the runbooks. Others have a source of that name, too.',
      }),
    ),
    await lab.call(
      cite(
        lab,
        asker,
        [known - 1, known, known + 1],
        'The agent cites a source, and the two whose numbers are next to it.',
      ),
    ),
  ];
  const visitor = await lab.call(
    search(lab, null, {
      question: ask,
      k: 3,
      note: 'An intern without a workspace asks the same.',
    }),
  );
  const read = sum(asked, 'chunks');
  const titles = sum(asked, 'sources');
  const seen = sum([visitor], 'chunks');
  if (read + titles + seen === 0) {
    return `4 calls of ${asker.name} and of nobody reached 0 rows of another, and ${asker.name} found ${count(found(asked[0], asker), 'chunk')} of its own.`;
  }
  const whose = [...new Set(asked.flatMap(({ foreign }) => foreign.map(({ owner }) => owner)))];
  const names = tenants.filter(({ index }) => whose.includes(index)).map(({ name }) => name);
  return `${asker.name}, which has ${count(ownChunks(lab.world, asker).length, 'chunk')}, was read ${count(read, 'chunk')} of ${names.join(' and ')} and ${count(titles, 'title')}, and somebody without a tenant ${count(seen, 'chunk')}.`;
});

const sum = (attempts: readonly CallAttempt[], table: string): number =>
  attempts.reduce(
    (all, { foreign }) => all + foreign.filter((row) => row.table === table).length,
    0,
  );

const found = (attempt: CallAttempt | undefined, tenant: Tenant): number =>
  attempt?.found.filter((row) => row.table === 'chunks' && row.owner === tenant.index).length ?? 0;
