/** Own mark of the sandbox: a sandbox seen from above with a spade. */
export const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect x="2" y="8" width="28" height="20" rx="3" fill="#c9973f"/><rect x="5" y="11" width="22" height="14" rx="1.5" fill="#f0d9a0"/><path d="M19 3l3 2-6 11-3-2z" fill="#8a5a2b"/><path d="M12 14l5 3-1 5c-1 2-5 1-6-1s0-5 2-7z" fill="#7d8b99"/></svg>`;

/** A picture for one avatar hash: two shapes on a ground, colours and places from the hash. */
export function avatarSvg(hash: string): string {
  const n = Number.parseInt(hash.slice(0, 2), 16);
  const hue = (n * 47) % 360;
  const other = (hue + 90 + ((n * 13) % 120)) % 360;
  const x = 20 + ((n * 29) % 60);
  const y = 25 + ((n * 17) % 50);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="184" height="184"><rect width="100" height="100" fill="hsl(${hue} 30% 26%)"/><circle cx="${x}" cy="${y}" r="${24 + (n % 14)}" fill="hsl(${other} 45% 52%)"/><path d="M0 100L${100 - x} ${45 + (n % 20)}L100 100z" fill="hsl(${hue} 40% 40%)"/></svg>`;
}
