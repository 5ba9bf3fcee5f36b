import { restartApplication, type XidEntry } from './entry.ts';

/** Copy engines, in the order of their number; the driver numbers their Xids in several runs. */
const copyEngines = [
  39, 40, 41, 70, 71, 72, 75, 76, 77, 85, 126, 127, 128, 129, 130, 131, 132, 133, 134, 135,
];
const videoDecoders = [68, 83, 84, 88, 89, 96, 97, 98];
const jpegDecoders = [82, 99, 100, 101, 102, 103, 104, 105];
const opticalFlowEngines = [86, 139];

/** Engines beside the multiprocessors: each has a code of its own and all fail alike. */
export const engineXids: readonly XidEntry[] = [
  ...copyEngines.map((code, number) =>
    engine(code, `Copy engine ${number}`, 'moves data to and from device memory'),
  ),
  ...videoDecoders.map((code, number) =>
    engine(code, `Video decoder ${number}`, 'decodes video streams'),
  ),
  ...jpegDecoders.map((code, number) =>
    engine(code, `JPEG decoder ${number}`, 'decodes JPEG pictures'),
  ),
  ...opticalFlowEngines.map((code, number) =>
    engine(code, `Optical flow engine ${number}`, 'computes the motion between pictures'),
  ),
  engine(60, 'Video processor', 'handles video on older boards'),
  engine(142, 'Video encoder 3', 'encodes video streams'),
];

function engine(code: number, name: string, duty: string): XidEntry {
  return {
    code,
    title: `${name} fault`,
    meaning: `The engine that ${duty} stopped with an error. The program that used it has lost its work; other programs go on.`,
    action: restartApplication,
    severity: 'warning',
  };
}
