import 'wxt/browser';

declare module 'wxt/browser' {
  // WXT leaves this to types it generates from public files; ours are made by the build, too.
  export interface WxtRuntime {
    getURL(path: string): string;
  }
}
