// Why a realm ended, as the end of a sentence that the checks begin.

export const NOT_OPENED =
  'its frame did not load in this page, which a Content-Security-Policy of the host may forbid';
export const LOST = 'it used up its memory, or its frame was removed from the page';
export const TOO_MANY = 'eight programs run already, and more are not taken';
