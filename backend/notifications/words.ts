import type { Notification } from '#shared/api/notifications.ts';
import type { REPORT_OUTCOMES } from '#shared/api/reports.ts';
import type { LANGUAGES } from '#shared/languages.ts';
import type { MEASURES } from '#shared/moderation/events.ts';

/** What a message in somebody's Discord channel says. The only words of the product that the backend says to people. */

export type WebhookLanguage = (typeof LANGUAGES)[number];
type Outcome = Exclude<(typeof REPORT_OUTCOMES)[number], 'open'>;
type Measure = (typeof MEASURES)[number];

interface Words {
  test: string;
  ban: (name: string) => string;
  /** Of a ban: counts, and whether they met. */
  bans: (vac: number, game: number) => string;
  met: string;
  watched: string;
  score: (name: string, to: number) => string;
  report: Readonly<Record<Outcome, (name: string) => string>>;
  appeal: string;
  case: string;
  measure: Readonly<Record<Measure, string>>;
  waiting: (name: string) => string;
  /** When more waits than one message holds. */
  somebody: string;
}

const EN: Words = {
  test: 'CStatSentry can write here.',
  ban: (name) => `${name} was banned by Steam`,
  bans: (vac, game) => `VAC bans: ${vac} · game bans: ${game}`,
  met: 'You have played together.',
  watched: 'On your watchlist.',
  score: (name, to) => `${name} now has a suspicion score of ${to}`,
  report: {
    banned: (name) => `${name}, whom you reported, was banned by Steam`,
    upheld: (name) => `Your report on ${name} was upheld`,
    rejected: (name) => `Your report on ${name} was rejected`,
  },
  appeal: 'Your appeal was answered',
  case: 'A decision was made about your account',
  measure: { none: 'In force: nothing', flag: 'In force: flag', block: 'In force: block', ban: 'In force: ban' },
  waiting: (name) => `${name} appealed; the case is waiting`,
  somebody: 'Somebody',
};

const WORDS: Readonly<Record<WebhookLanguage, Words>> = {
  en: EN,
  de: {
    test: 'CStatSentry kann hierhin schreiben.',
    ban: (name) => `${name} wurde von Steam gesperrt`,
    bans: (vac, game) => `VAC-Sperren: ${vac} · Spielsperren: ${game}`,
    met: 'Ihr habt zusammen gespielt.',
    watched: 'Auf deiner Beobachtungsliste.',
    score: (name, to) => `${name} hat jetzt einen Verdachtswert von ${to}`,
    report: {
      banned: (name) => `${name}, von dir gemeldet, wurde von Steam gesperrt`,
      upheld: (name) => `Deine Meldung zu ${name} wurde bestätigt`,
      rejected: (name) => `Deine Meldung zu ${name} wurde abgelehnt`,
    },
    appeal: 'Dein Einspruch wurde beantwortet',
    case: 'Über dein Konto wurde entschieden',
    measure: {
      none: 'Es gilt: nichts',
      flag: 'Es gilt: markiert',
      block: 'Es gilt: gesperrt',
      ban: 'Es gilt: ausgeschlossen',
    },
    waiting: (name) => `${name} hat Einspruch erhoben; der Fall wartet`,
    somebody: 'Jemand',
  },
  ru: {
    test: 'CStatSentry может писать сюда.',
    ban: (name) => `${name}: блокировка Steam`,
    bans: (vac, game) => `Блокировки VAC: ${vac} · игровые блокировки: ${game}`,
    met: 'Вы играли вместе.',
    watched: 'В вашем списке наблюдения.',
    score: (name, to) => `${name}: оценка подозрительности теперь ${to}`,
    report: {
      banned: (name) => `${name}: игрок из вашей жалобы заблокирован Steam`,
      upheld: (name) => `${name}: ваша жалоба подтверждена`,
      rejected: (name) => `${name}: ваша жалоба отклонена`,
    },
    appeal: 'На вашу апелляцию ответили',
    case: 'По вашей учётной записи принято решение',
    measure: {
      none: 'Действует: ничего',
      flag: 'Действует: отметка',
      block: 'Действует: ограничение',
      ban: 'Действует: бан',
    },
    waiting: (name) => `${name}: подана апелляция, дело ждёт`,
    somebody: 'Кто-то',
  },
  'pt-BR': {
    test: 'O CStatSentry pode escrever aqui.',
    ban: (name) => `${name} foi banido pela Steam`,
    bans: (vac, game) => `Banimentos VAC: ${vac} · banimentos de jogo: ${game}`,
    met: 'Vocês jogaram juntos.',
    watched: 'Na sua lista de observação.',
    score: (name, to) => `${name} agora tem pontuação de suspeita ${to}`,
    report: {
      banned: (name) => `${name}, que você denunciou, foi banido pela Steam`,
      upheld: (name) => `Sua denúncia sobre ${name} foi confirmada`,
      rejected: (name) => `Sua denúncia sobre ${name} foi rejeitada`,
    },
    appeal: 'Seu recurso foi respondido',
    case: 'Uma decisão foi tomada sobre sua conta',
    measure: {
      none: 'Em vigor: nada',
      flag: 'Em vigor: sinalização',
      block: 'Em vigor: bloqueio',
      ban: 'Em vigor: banimento',
    },
    waiting: (name) => `${name} apresentou recurso; o caso está esperando`,
    somebody: 'Alguém',
  },
  es: {
    test: 'CStatSentry puede escribir aquí.',
    ban: (name) => `Steam ha expulsado a ${name}`,
    bans: (vac, game) => `Expulsiones VAC: ${vac} · expulsiones de juego: ${game}`,
    met: 'Habéis jugado juntos.',
    watched: 'En tu lista de seguimiento.',
    score: (name, to) => `${name} tiene ahora una puntuación de sospecha de ${to}`,
    report: {
      banned: (name) => `Steam ha expulsado a ${name}, a quien denunciaste`,
      upheld: (name) => `Tu denuncia sobre ${name} se ha confirmado`,
      rejected: (name) => `Tu denuncia sobre ${name} se ha rechazado`,
    },
    appeal: 'Tu apelación ha recibido respuesta',
    case: 'Se ha tomado una decisión sobre tu cuenta',
    measure: {
      none: 'En vigor: nada',
      flag: 'En vigor: señalamiento',
      block: 'En vigor: restricción',
      ban: 'En vigor: bloqueo',
    },
    waiting: (name) => `${name} ha apelado; el caso espera`,
    somebody: 'Alguien',
  },
  fr: {
    test: 'CStatSentry peut écrire ici.',
    ban: (name) => `${name} a été banni par Steam`,
    bans: (vac, game) => `Bannissements VAC : ${vac} · bannissements de jeu : ${game}`,
    met: 'Vous avez joué ensemble.',
    watched: 'Dans votre liste de suivi.',
    score: (name, to) => `${name} a maintenant un score de suspicion de ${to}`,
    report: {
      banned: (name) => `${name}, que vous aviez signalé, a été banni par Steam`,
      upheld: (name) => `Votre signalement de ${name} a été confirmé`,
      rejected: (name) => `Votre signalement de ${name} a été rejeté`,
    },
    appeal: 'Une réponse a été donnée à votre recours',
    case: 'Une décision a été prise au sujet de votre compte',
    measure: {
      none: 'En vigueur : rien',
      flag: 'En vigueur : marque',
      block: 'En vigueur : blocage',
      ban: 'En vigueur : bannissement',
    },
    waiting: (name) => `${name} a fait recours ; le dossier attend`,
    somebody: 'Quelqu’un',
  },
  pl: {
    test: 'CStatSentry może tu pisać.',
    ban: (name) => `${name}: blokada Steam`,
    bans: (vac, game) => `Blokady VAC: ${vac} · blokady gry: ${game}`,
    met: 'Graliście razem.',
    watched: 'Na Twojej liście obserwowanych.',
    score: (name, to) => `${name} ma teraz wskaźnik podejrzeń ${to}`,
    report: {
      banned: (name) => `${name}: zgłoszony przez Ciebie gracz został zablokowany przez Steam`,
      upheld: (name) => `${name}: Twoje zgłoszenie zostało potwierdzone`,
      rejected: (name) => `${name}: Twoje zgłoszenie zostało odrzucone`,
    },
    appeal: 'Odpowiedziano na Twoje odwołanie',
    case: 'Zapadła decyzja dotycząca Twojego konta',
    measure: {
      none: 'Obowiązuje: nic',
      flag: 'Obowiązuje: oznaczenie',
      block: 'Obowiązuje: ograniczenie',
      ban: 'Obowiązuje: ban',
    },
    waiting: (name) => `${name}: złożono odwołanie, sprawa czeka`,
    somebody: 'Ktoś',
  },
  tr: {
    test: 'CStatSentry buraya yazabiliyor.',
    ban: (name) => `${name} Steam tarafından yasaklandı`,
    bans: (vac, game) => `VAC yasakları: ${vac} · oyun yasakları: ${game}`,
    met: 'Birlikte oynadınız.',
    watched: 'İzleme listenizde.',
    score: (name, to) => `${name} artık ${to} şüphe puanına sahip`,
    report: {
      banned: (name) => `Bildirdiğiniz ${name} Steam tarafından yasaklandı`,
      upheld: (name) => `${name} hakkındaki bildiriminiz onaylandı`,
      rejected: (name) => `${name} hakkındaki bildiriminiz reddedildi`,
    },
    appeal: 'İtirazınız yanıtlandı',
    case: 'Hesabınız hakkında bir karar verildi',
    measure: {
      none: 'Yürürlükte: yok',
      flag: 'Yürürlükte: işaret',
      block: 'Yürürlükte: engel',
      ban: 'Yürürlükte: yasak',
    },
    waiting: (name) => `${name} itiraz etti; dosya bekliyor`,
    somebody: 'Biri',
  },
  'zh-CN': {
    test: 'CStatSentry 可以在此发送消息。',
    ban: (name) => `${name} 已被 Steam 封禁`,
    bans: (vac, game) => `VAC 封禁：${vac} · 游戏封禁：${game}`,
    met: '你们曾一起游戏。',
    watched: '在你的关注列表中。',
    score: (name, to) => `${name} 现在的可疑分数为 ${to}`,
    report: {
      banned: (name) => `你举报的 ${name} 已被 Steam 封禁`,
      upheld: (name) => `你对 ${name} 的举报已被确认`,
      rejected: (name) => `你对 ${name} 的举报已被驳回`,
    },
    appeal: '你的申诉已有答复',
    case: '已对你的账户作出决定',
    measure: { none: '现行措施：无', flag: '现行措施：标记', block: '现行措施：限制', ban: '现行措施：封禁' },
    waiting: (name) => `${name} 提出了申诉，案件待处理`,
    somebody: '某人',
  },
};

export const testWords = (language: WebhookLanguage): string => WORDS[language].test;

/** Title and text of a message. `name` is that of a stranger, made harmless by the caller. */
export function wordsOf(
  notification: Notification,
  name: string | null,
  language: WebhookLanguage,
): { title: string; text: string } {
  const words = WORDS[language];
  const who = name ?? words.somebody;
  switch (notification.kind) {
    case 'ban': {
      const { vac, game, lastMetAt, watched } = notification;
      const lines = [
        words.bans(vac, game),
        ...(lastMetAt === null ? [] : [words.met]),
        ...(watched ? [words.watched] : []),
      ];
      return { title: words.ban(who), text: lines.join('\n') };
    }
    case 'score':
      return { title: words.score(who, notification.to), text: words.watched };
    case 'report':
      return { title: words.report[notification.outcome](who), text: '' };
    case 'appeal':
      return { title: words.appeal, text: words.measure[notification.measure] };
    case 'case':
      return { title: words.case, text: words.measure[notification.measure] };
    case 'appeal-waiting':
      return { title: words.waiting(who), text: '' };
  }
}
