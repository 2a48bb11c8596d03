import * as z from 'zod/mini';

const text = z.string().check(z.minLength(1));
const slug = z.string().check(z.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/));

/** The three stages of every lesson, in order. */
export const Stage = z.enum(['leak', 'fix', 'hold']);
export type Stage = z.infer<typeof Stage>;

/** `holds` proves the isolation, `works` proves that the legitimate use still works. */
export const CheckKind = z.enum(['holds', 'works']);
export type CheckKind = z.infer<typeof CheckKind>;

/** A module of the curriculum, by its letter. */
export const ModuleId = z.enum(['A', 'B', 'C', 'D', 'E', 'F']);
export type ModuleId = z.infer<typeof ModuleId>;

/** Titles of the curriculum's modules. */
export const MODULE_TITLES: Readonly<Record<ModuleId, string>> = {
  A: 'The application layer forgets',
  B: 'Row-level security, done right',
  C: 'Context and connections',
  D: 'Around the database',
  E: 'Multi-tenant RAG',
  F: 'Prove it',
};

/** One file of a lesson: its starter stands at `starter/<path>`. */
export const LessonFile = z.strictObject({
  path: z.string().check(z.regex(/^[a-z0-9][a-z0-9._-]*$/i)),
  language: z.enum(['sql', 'typescript', 'text']),
  editable: z.boolean(),
  /** The stage from which on the file is shown. */
  stage: Stage,
  /** One line on what the file is, shown above the editor. */
  about: text,
});
export type LessonFile = z.infer<typeof LessonFile>;

/** Primary documentation, or the identifier people search for (CWE, OWASP). */
export const Source = z.strictObject({ title: text, url: z.url({ protocol: /^https$/ }) });
export type Source = z.infer<typeof Source>;

/**
 * A plausible answer that must be refused. `name` is its folder under `wrong/`.
 * A learner whose code fails `check` in the same `way` is shown `explanation`.
 */
export const WrongAnswer = z.strictObject({
  name: slug,
  check: slug,
  /** Tells answers apart that fail the same check; a check reports it with its failure. */
  way: z.optional(text),
  explanation: text,
});
export type WrongAnswer = z.infer<typeof WrongAnswer>;

/** Why a piece of a right answer matters, for a learner whose own text differs there. */
export const Reason = z.strictObject({
  /** A file that the answer brings. */
  file: text,
  /** A piece of that file's text, in which it occurs exactly once. */
  near: text,
  reason: text,
});
export type Reason = z.infer<typeof Reason>;

/** A sound answer. `name` is its folder under `right/`; `differs` says how it goes about it. */
export const RightAnswer = z.strictObject({
  name: slug,
  differs: text,
  reasons: z.array(Reason).check(z.minLength(1)),
});
export type RightAnswer = z.infer<typeof RightAnswer>;

/**
 * A sound answer as the page shows it to whoever asks for one: the files that it replaces. What a
 * lesson's `answers.json` holds is a list of these; no page carries it.
 */
export const ShownAnswer = z.object({
  ...RightAnswer.shape,
  files: z.record(z.string(), z.string()),
});
export type ShownAnswer = z.infer<typeof ShownAnswer>;

/** A question asked before the learner runs something; `answer` is an index into `options`. */
export const Prediction = z.strictObject({
  question: text,
  options: z.array(text).check(z.minLength(2)),
  answer: z.int().check(z.nonnegative()),
  because: text,
});
export type Prediction = z.infer<typeof Prediction>;

/**
 * The lesson's tests for somebody's own repository, which lie in its folder `export/`. They are
 * named as they are downloaded.
 */
export const EXPORT_FILES = { pgtap: 'isolation.sql', vitest: 'isolation.test.ts' } as const;

/** What the page says of them. A lesson without this offers none. */
export const LessonExport = z.strictObject({
  /** What the tests prove, in one sentence. */
  proves: text,
  /** Why there is no pgTAP file: the matter is none that a database can tell. */
  withoutPgtap: z.optional(text),
});
export type LessonExport = z.infer<typeof LessonExport>;

/** `lesson.json`: all that is known of a lesson without running it. */
export const LessonManifest = z.strictObject({
  title: text,
  /** What it teaches, in one line. */
  summary: text,
  /** The rule the lesson leaves behind, in one sentence. */
  rule: text,
  minutes: z.int().check(z.minimum(3), z.maximum(60)),
  level: z.enum(['introductory', 'intermediate', 'advanced']),
  module: ModuleId,
  /** The entry of the curriculum, such as `B2`. */
  entry: z.string().check(z.regex(/^[A-F][0-9]{1,2}$/)),
  identifiers: z.array(text).check(z.minLength(1)),
  files: z.array(LessonFile).check(z.minLength(1)),
  /** The visible attack of the Leak stage; the code is in `attack.ts`. */
  attack: z.strictObject({ title: text, summary: text }),
  predict: z.optional(Prediction),
  export: z.optional(LessonExport),
  hints: z.tuple([text, text, text]),
  sources: z.array(Source).check(z.minLength(1)),
  right: z.array(RightAnswer).check(z.minLength(2)),
  wrong: z.array(WrongAnswer).check(z.minLength(4)),
});
export type LessonManifest = z.infer<typeof LessonManifest>;

/** The text of a lesson's files, by path. */
export const FileTexts = z.record(z.string(), z.string());
export type FileTexts = z.infer<typeof FileTexts>;

/** A manifest as a page may know it: without the answers, which would give the lesson away. */
export const PageManifest = z.omit(LessonManifest, { right: true, wrong: true });
export type PageManifest = z.infer<typeof PageManifest>;

/** What a lesson page carries in its `#lesson-data`. */
export const LessonData = z.object({
  slug: z.string(),
  order: z.number(),
  manifest: PageManifest,
  starter: FileTexts,
});
export type LessonData = z.infer<typeof LessonData>;

/** What the home page's map and its search know of a lesson: its `#map-data` is a list of these. */
export const MapLesson = z.object({
  slug,
  title: text,
  summary: text,
  rule: text,
  identifiers: z.array(text),
  minutes: z.int(),
});
export type MapLesson = z.infer<typeof MapLesson>;

/** A lesson as its folder has it: the manifest, and the starter's texts. Never a check. */
export interface Lesson {
  /** Folder name without its number: `a-policy-per-command`. */
  readonly slug: string;
  /** The folder's numeric prefix, which orders the lessons. */
  readonly order: number;
  readonly manifest: LessonManifest;
  readonly starter: FileTexts;
}

/** The learner's texts are refused beyond this many characters in one file. */
export const MAX_FILE_CHARACTERS = 1_000_000;
