import { html, type TemplateResult } from 'lit';
import { EXPORT_FILES, type LessonExport } from '../../contract/index.ts';

/** One of the files a lesson gives away, and how it is run. */
export interface ExportKind {
  readonly file: string;
  readonly title: string;
  readonly run: TemplateResult;
}

const PGTAP: ExportKind = {
  file: EXPORT_FILES.pgtap,
  title: 'pgTAP',
  run: html`Install pgTAP where PostgreSQL runs (<code>apt install postgresql-18-pgtap</code>), then
    <code>pg_prove --dbname "$TEST_DATABASE_URL" ${EXPORT_FILES.pgtap}</code>. The file says
    <code>CREATE EXTENSION pgtap</code> itself and rolls everything back.`,
};

const VITEST: ExportKind = {
  file: EXPORT_FILES.vitest,
  title: 'vitest + pg',
  run: html`<code>npm i -D vitest pg @types/pg</code>, then
    <code>DATABASE_URL=… npx vitest run ${EXPORT_FILES.vitest}</code>. Its first lines say what else
    it needs.`,
};

/** The files of a lesson, in the order of their tabs. */
export const kindsOf = ({ withoutPgtap }: LessonExport): readonly ExportKind[] =>
  withoutPgtap === undefined ? [PGTAP, VITEST] : [VITEST];
