import {
  broken,
  held,
  type AppCheck,
  type AppLab,
  type CallAttempt,
  type CallRequest,
  type Finding,
} from '#checks';
import type { Plain, Tenant } from '#contract';
import {
  callById,
  callOf,
  documentsOf,
  drawDocument,
  type Seeded,
  type ToolById,
} from './calls.ts';
import { cameTo, documentCount } from './words.ts';

/** Whether title and body stand in the answer, in whatever it wraps them. */
function shows({ outcome }: CallAttempt, { title, body }: Pick<Seeded, 'title' | 'body'>): boolean {
  if (outcome.kind !== 'returned') return false;
  const text = JSON.stringify(outcome.value);
  return text.includes(title) && text.includes(body);
}

const failed = (attempt: CallAttempt, message: string, way: string): Finding =>
  broken(message, way, [{ ...attempt.step, note: message }]);

export const ownReadable: AppCheck = {
  id: 'own-documents-readable',
  kind: 'works',
  app: true,
  title: 'A tenant opens each of its own documents',
  explanation:
    'getDocument returns the document with its title and body to every session of the tenant that owns it, whether it was listed before or not.',
  async run(lab): Promise<Finding> {
    let opened = 0;
    for (const actor of lab.world.tenants) {
      const own = documentsOf(lab.world, actor);
      // What somebody else was told of an id is not for its owner.
      const stranger = lab.world.tenants.find((tenant) => tenant !== actor);
      if (stranger) {
        await lab.call(callById(stranger, 'getDocument', drawDocument(lab, actor).id));
      }
      for (const document of own) {
        const attempt = await lab.call(callById(actor, 'getDocument', document.id));
        if (shows(attempt, document)) {
          opened++;
          continue;
        }
        const message = `${actor.name} could not open 1 of its own ${documentCount(own.length)}: getDocument ${cameTo(attempt)}.`;
        return failed(attempt, message, await wayOfBlock(lab, actor, document, attempt));
      }
    }
    return held(`${documentCount(opened)} were opened by the tenants that own them.`);
  },
};

async function wayOfBlock(
  lab: AppLab,
  actor: Tenant,
  document: Seeded,
  attempt: CallAttempt,
): Promise<string> {
  if (attempt.outcome.kind === 'threw' && attempt.outcome.error.code !== null) return 'refused';
  await lab.fresh();
  const first = await lab.call(callById(actor, 'getDocument', document.id));
  if (shows(first, document)) return 'missing-remembered';
  await lab.call(callOf(actor, 'listDocuments', {}));
  const again = await lab.call(callById(actor, 'getDocument', document.id));
  return shows(again, document) ? 'only-after-a-list' : 'nothing-comes-back';
}

type Patch = Readonly<Partial<Pick<Seeded, 'title' | 'body'>>>;

export const ownUpdatable: AppCheck = {
  id: 'own-documents-updatable',
  kind: 'works',
  app: true,
  title: 'A tenant edits its own document, and no other of its own',
  explanation:
    'updateDocument changes the title, the body or both of the one document whose id it was given, leaves what was not given as it was, and answers with the document.',
  async run(lab): Promise<Finding> {
    const patches: Patch[] = [{ title: 'a new title' }, { body: 'a new body' }];
    for (const actor of lab.world.tenants) {
      const document = drawDocument(lab, actor);
      let now: Seeded = document;
      for (const patch of patches) {
        now = { ...now, ...patch };
        const call = callOf(actor, 'updateDocument', { id: document.id, ...patch });
        const finding = await expectOne(lab, actor, 'updateDocument', call, now);
        if (finding) return finding;
      }
    }
    const n = lab.world.tenants.length * patches.length;
    return held(`${n} edits by ${lab.world.tenants.length} tenants changed what they name.`);
  },
};

export const ownDeletable: AppCheck = {
  id: 'own-documents-deletable',
  kind: 'works',
  app: true,
  title: 'A tenant deletes its own document, and no other of its own',
  explanation:
    'deleteDocument deletes the one document whose id it was given, and does not answer as if there were none.',
  async run(lab): Promise<Finding> {
    for (const actor of lab.world.tenants) {
      const document = drawDocument(lab, actor);
      const call = callById(actor, 'deleteDocument', document.id);
      const finding = await expectOne(lab, actor, 'deleteDocument', call, document);
      if (finding) return finding;
    }
    return held(
      `${documentCount(lab.world.tenants.length)} were deleted by the tenants that own them.`,
    );
  },
};

/** The answer to a change: what was written, in whatever wraps it, or no word of a failure. */
function isTold(tool: ToolById, { args }: CallRequest, { outcome }: CallAttempt): boolean {
  if (outcome.kind !== 'returned') return false;
  const text = JSON.stringify(outcome.value);
  if (tool === 'deleteDocument') return !text.includes('"deleted":false');
  const [, { title, body } = {}] = args as readonly [Plain, { title?: string; body?: string }?];
  return [title, body].every((given) => given === undefined || text.includes(given));
}

/** The call changes its one document, as it should be afterwards, and no other. */
async function expectOne(
  lab: AppLab,
  actor: Tenant,
  tool: Exclude<ToolById, 'getDocument'>,
  call: CallRequest,
  wanted: Seeded,
): Promise<Finding | null> {
  const attempt = await lab.call(call);
  const own = attempt.changes.filter(({ ownerBefore }) => ownerBefore === actor.index);
  const others = own.filter(({ key }) => key !== String(wanted.id)).length;
  const did = tool === 'updateDocument' ? 'changed' : 'deleted';
  if (others > 0) {
    const message = `${actor.name} asked for 1 document, and ${tool} ${did} ${documentCount(others)} more of its own.`;
    return failed(attempt, message, 'too-many');
  }
  if (own.length === 0) {
    const message = `${actor.name} asked for 1 of its own documents, and ${tool} ${did} 0: it ${cameTo(attempt)}.`;
    const threw = attempt.outcome.kind === 'threw';
    return failed(attempt, message, threw ? 'write-refused' : 'not-written');
  }
  const now = (await lab.truth()).get('documents')?.get(String(wanted.id));
  if (tool === 'deleteDocument' ? !now : now?.title === wanted.title && now.body === wanted.body) {
    if (isTold(tool, call, attempt)) return null;
    const message = `${actor.name}’s document ${wanted.id} was ${did}, and ${call.show} ${cameTo(attempt)}${attempt.outcome.kind === 'returned' ? ', as if there were none' : ''}.`;
    return failed(attempt, message, 'told-of-none');
  }
  const message = `${actor.name}’s document ${wanted.id} is not as ${call.show} says: the title is ${JSON.stringify(now?.title ?? null)}, the body ${JSON.stringify(now?.body ?? null)}.`;
  return failed(attempt, message, 'written-wrongly');
}
