import { types } from '../node/util.ts';

export const { isDate } = types;
