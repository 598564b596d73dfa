import { describeCrashMatrix } from './crash-matrix.ts';

describeCrashMatrix('broker');
