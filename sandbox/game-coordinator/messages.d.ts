/** The real messages of the Game Coordinator, generated code without types: the few that are played here. */
declare module 'globaloffensive/protobufs/generated/_load.js' {
  interface Message {
    encode(fields: object): { finish(): Uint8Array };
    decode(bytes: Uint8Array): object;
    toObject(message: object, options: { longs: typeof String }): Record<string, unknown>;
  }
  const messages: Record<
    | 'CMsgClientHello'
    | 'CMsgClientWelcome'
    | 'CMsgConnectionStatus'
    | 'CMsgGCCStrike15_v2_MatchList'
    | 'CMsgGCCStrike15_v2_MatchListRequestFullGameInfo',
    Message
  >;
  export default messages;
}
