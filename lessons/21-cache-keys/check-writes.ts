import { broken, held, type AppCheck, type Finding } from '#checks';
import { draft, get, importAll, refresh, remove, save, sharedId } from './calls.ts';
import { pairsOf } from './check-apart.ts';
import { called, wroteOthers } from './words.ts';

export const writesApart: AppCheck = {
  id: 'writes-apart',
  kind: 'holds',
  app: true,
  title: 'What a tenant writes is its own, whoever the process served before',
  explanation:
    'A process serves one tenant after the other. What it keeps of a session, in a variable, a closure or an object that is made once, is the first tenant for all that come later.',
  async run(lab): Promise<Finding> {
    const id = sharedId(lab.world);
    let written = 0;
    for (const [first, other] of pairsOf(lab)) {
      await lab.fresh();
      const own = draft(lab, first, 'first-of-all');
      // Whatever is filled by the first call of a kind has been filled by this tenant’s.
      const begun = await lab.call(save(first, own));
      await lab.call(get(first, own.id));
      await lab.call(remove(first, own.id));
      await lab.call(importAll(first, [draft(lab, first, own.id)]));
      await lab.call(refresh(first));
      for (const act of [
        save(other, draft(lab, other, id)),
        importAll(other, [draft(lab, other, id)]),
        remove(other, id),
      ]) {
        const attempt = await lab.call(act);
        written++;
        const message = wroteOthers(lab, attempt);
        if (message === null) continue;
        return broken(message, 'first-tenant', [
          { ...begun.step, note: `The process serves ${called(first)} first.` },
          { ...attempt.step, note: message },
        ]);
      }
    }
    return held(`${written} writes after another tenant’s changed 0 reports of others.`);
  },
};
