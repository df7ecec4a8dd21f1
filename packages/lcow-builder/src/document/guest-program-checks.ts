import { parseKernelLine, quoteText } from '@uvmkit/kernel-params';
import type { LcowOptions } from '../options/lcow-options.js';
import type { Problem } from '../problems/problem.js';
import { hasConsole } from './init-command-line.js';

/** What would make a kernel line that says something else than was meant. The reference builds it all the same. */
export const checkKernelLine = (options: LcowOptions): readonly Problem[] => [
  ...checkBootOptions(options),
  ...checkProgram(options),
  ...checkVerityArguments(options),
];

const checkBootOptions = ({ kernelBootOptions: value }: LcowOptions): readonly Problem[] => {
  if (value === '') return [];
  const path = 'kernelBootOptions';
  const quotes = value.split('"').length - 1;
  return [
    ...(quotes % 2 === 0
      ? []
      : [
          {
            path,
            rule: 'kernel-line-quote',
            value,
            message: 'A double quote that is not closed would swallow the rest of the kernel line.',
            remedy: 'Close it, or leave it out.',
          },
        ]),
    ...(parseKernelLine(value).init === undefined
      ? []
      : [
          {
            path,
            rule: 'kernel-line-end',
            value,
            message: 'The kernel stops reading at --, so what uvmkit adds behind it would be lost.',
            remedy: 'Leave out -- and what follows; execCommandLine is the program that init runs.',
          },
        ]),
  ];
};

const checkProgram = (options: LcowOptions): readonly Problem[] => {
  const { execCommandLine: value, processDumpLocation } = options;
  if (value.trim() === '')
    return [
      {
        path: 'execCommandLine',
        rule: 'guest-program',
        value,
        message: 'Init needs a program to run.',
        remedy: 'Leave the option as defaultLcowOptions sets it, or name a program in the guest.',
      },
    ];
  if (!hasConsole(options) || !`${value}${processDumpLocation}`.includes('"')) return [];
  return [
    {
      path: 'execCommandLine',
      rule: 'guest-program-quote',
      value,
      message: 'With a console the program is put between double quotes, which the kernel cannot escape.',
      remedy: 'Do without double quotes in execCommandLine and processDumpLocation, or without a console.',
    },
  ];
};

const checkVerityArguments = ({
  dmVerityMode,
  dmVerityCreateArgs: value,
}: LcowOptions): readonly Problem[] =>
  !dmVerityMode || quoteText(value) === `"${value}"`
    ? []
    : [
        {
          path: 'dmVerityCreateArgs',
          rule: 'verity-arguments-quote',
          value,
          message:
            'The kernel does not read escapes, so quotes, backslashes and unprintable characters get lost.',
          remedy: 'Use printable characters other than double quotes and backslashes.',
        },
      ];
