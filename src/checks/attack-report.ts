import {
  toFault,
  type AttackReport,
  type Database,
  type FileTexts,
  type RowChange,
  type Tenant,
  type TranscriptStep,
} from '../contract/index.ts';
import type { AppLab } from './app/api.ts';
import { NO_APP, programOf, type AppRun } from './app/app-run.ts';
import { Realm } from './app/realm.ts';
import type { ServerMemory } from './attempt.ts';
import { prepareWorld, type Lab, type PreparedWorld } from './lab.ts';
import type { LessonModule } from './lesson-module.ts';
import { bounded } from './picture/bounded.ts';
import { openData } from './world-data.ts';

/**
 * Runs a lesson's visible attack on the learner's files in one fresh world. Whether it leaked is
 * read off the rows that came back or changed. Never throws: see `fault`.
 * @param app the learner's program and what runs it, in a lesson with TypeScript
 */
export async function runAttack(
  database: Database,
  lesson: LessonModule,
  files: FileTexts,
  seed: number,
  memory: ServerMemory = { tenantWasSet: true },
  app: AppRun = NO_APP,
): Promise<AttackReport> {
  const report: AttackReport = {
    lesson: lesson.slug,
    seed,
    tenants: [],
    leaked: false,
    sentence: '',
    transcript: [],
    fault: null,
    console: [],
  };
  try {
    const prepared = await prepareWorld(database, lesson, files, seed, memory, 'attack');
    report.tenants = [...prepared.world.tenants];
    report.console = [...prepared.console];
    report.sentence = await attackIn(prepared, lesson, app, report);
    report.leaked = report.transcript.some(shows);
  } catch (thrown) {
    report.fault = toFault(thrown);
    report.sentence = report.fault.message;
  }
  return report;
}

/** Runs the attack, of either kind, and writes down what it does. */
async function attackIn(
  prepared: PreparedWorld,
  lesson: LessonModule,
  app: AppRun,
  report: AttackReport,
): Promise<string> {
  const { attack, plan } = lesson;
  if (attack.app !== true) {
    return prepared.use((lab) =>
      withData(lab, lesson, report, () => attack.run(recording(lab, report.transcript))),
    );
  }
  const realm = new Realm(app.host);
  report.output = [];
  const application = {
    program: programOf(lesson, app),
    realm,
    output: report.output,
    onProgress: () => undefined,
    ...(app.onPictureProblem && { onPictureProblem: app.onPictureProblem }),
  };
  try {
    return await prepared.useApp(application, async (lab, painter) => {
      try {
        return await withData(lab, lesson, report, () =>
          attack.run(recordingCalls(lab, report.transcript)),
        );
      } finally {
        const own = painter.paint(null, report.transcript);
        const watched = plan.app?.pooler.watch && bounded(lab.timeline(), painter.onProblem);
        const picture = own ?? watched;
        if (picture) report.picture = picture;
      }
    });
  } finally {
    realm.end();
  }
}

/** Runs the attack, and reads what its world holds then. */
async function withData(
  lab: Lab | AppLab,
  { plan }: LessonModule,
  report: AttackReport,
  run: () => Promise<string>,
): Promise<string> {
  const readData = await openData(lab, plan.tables);
  const sentence = await run();
  const data = await readData();
  if (data) report.data = data;
  return sentence;
}

/** The same lab, with every attempt written down. */
function recording(lab: Lab, transcript: TranscriptStep[]): Lab {
  return {
    ...lab,
    async attempt(actor, sql, note) {
      const attempt = await lab.attempt(actor, sql, note);
      transcript.push(attempt.step);
      return attempt;
    },
  };
}

/** The same for calls. */
function recordingCalls(lab: AppLab, transcript: TranscriptStep[]): AppLab {
  return {
    world: lab.world,
    files: lab.files,
    application: lab.application,
    fresh: () => lab.fresh(),
    async call(request) {
      const attempt = await lab.call(request);
      transcript.push(attempt.step);
      return attempt;
    },
    async together(requests, picks) {
      const run = await lab.together(requests, picks);
      transcript.push(...run.attempts.map((attempt) => attempt.step));
      return run;
    },
    truth: () => lab.truth(),
    catalog: (sql) => lab.catalog(sql),
    settings: () => lab.settings(),
    get events() {
      return lab.events;
    },
    get trace() {
      return lab.trace;
    },
    timeline: () => lab.timeline(),
  };
}

/** A row that reached, or was changed by, somebody it does not belong to. */
function shows({ actor, outcome }: TranscriptStep): boolean {
  switch (outcome.kind) {
    case 'rows':
      return outcome.result.rows.some((row) => row.foreign);
    case 'changed':
    case 'unsettled':
      return changesForeign(outcome.changes, actor.tenant);
    case 'returned':
    case 'threw':
      return (
        outcome.found.some((row) => row.foreign) || changesForeign(outcome.changes, actor.tenant)
      );
    case 'refused':
    case 'done':
      return false;
    default: {
      const unreachable: never = outcome;
      return unreachable;
    }
  }
}

function changesForeign(changes: readonly RowChange[], tenant: Tenant | null): boolean {
  const own = tenant?.index ?? null;
  return changes.some(
    ({ ownerBefore, ownerAfter }) =>
      (ownerBefore !== null && ownerBefore !== own) || (ownerAfter !== null && ownerAfter !== own),
  );
}
