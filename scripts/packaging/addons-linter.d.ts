/** The part of the package that is used here; it brings no types. */
declare module 'addons-linter' {
  export function createInstance(options: {
    config: { _: string[]; logLevel: string; output: string };
    runAsBinary: boolean;
  }): { run(): Promise<unknown> };
}
