import { LpActions } from './lp-actions.ts';
import { LpAttack } from './lp-attack.ts';
import { LpCheckTools } from './exploit/lp-check-tools.ts';
import { LpCodeArea } from './lp-code-area.ts';
import { LpCompare } from './compare/lp-compare.ts';
import { LpComparison } from './compare/lp-comparison.ts';
import { LpConsole } from './lp-console.ts';
import { LpData } from './lp-data.ts';
import { LpEditor } from './lp-editor.ts';
import { LpExport } from './export/lp-export.ts';
import { LpFiles } from './lp-files.ts';
import { LpHints } from './lp-hints.ts';
import { LpMatrix } from './lp-matrix.ts';
import { LpNotices } from './lp-notices.ts';
import { LpPredict } from './lp-predict.ts';
import { LpResults } from './lp-results.ts';
import { LpSplitter } from './panes/lp-splitter.ts';
import { LpShare } from './share/lp-share.ts';
import { LpShared } from './share/lp-shared.ts';
import { LpSqlConsole } from './sql-console/lp-sql-console.ts';
import { LpStages } from './lp-stages.ts';
import { LpStatus } from './lp-status.ts';
import { LpTranscript } from './lp-transcript.ts';
import { LpVerdict } from './lp-verdict.ts';
import { LpTimeline } from './timeline/lp-timeline.ts';

declare global {
  interface HTMLElementTagNameMap {
    'lp-editor': LpEditor;
    'lp-sql-console': LpSqlConsole;
    'lp-timeline': LpTimeline;
    'lp-transcript': LpTranscript;
  }
}

/** Called once a session is provided: an element that is in the page already asks for it at once. */
export function defineElements(): void {
  customElements.define('lp-code-area', LpCodeArea);
  customElements.define('lp-transcript', LpTranscript);
  customElements.define('lp-timeline', LpTimeline);
  customElements.define('lp-check-tools', LpCheckTools);
  customElements.define('lp-comparison', LpComparison);
  customElements.define('lp-compare', LpCompare);
  customElements.define('lp-export', LpExport);
  customElements.define('lp-hints', LpHints);
  customElements.define('lp-predict', LpPredict);
  customElements.define('lp-verdict', LpVerdict);
  customElements.define('lp-attack', LpAttack);
  customElements.define('lp-matrix', LpMatrix);
  customElements.define('lp-sql-console', LpSqlConsole);
  customElements.define('lp-console', LpConsole);
  customElements.define('lp-data', LpData);
  customElements.define('lp-stages', LpStages);
  customElements.define('lp-files', LpFiles);
  customElements.define('lp-editor', LpEditor);
  customElements.define('lp-actions', LpActions);
  customElements.define('lp-results', LpResults);
  customElements.define('lp-splitter', LpSplitter);
  customElements.define('lp-status', LpStatus);
  customElements.define('lp-notices', LpNotices);
  customElements.define('lp-share', LpShare);
  customElements.define('lp-shared', LpShared);
}
