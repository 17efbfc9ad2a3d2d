// What the shapes mean.

import { TRUST_TONES } from "../../draw/colours.js";
import { t } from "../../words/index.js";

const INK = "#1d2429";
const SIGNS = {
  resident: (
    <>
      <circle cx="8" cy="10" r="4" fill={TRUST_TONES[3]} stroke={INK} />
      <circle cx="21" cy="10" r="6.5" fill={TRUST_TONES[20]} stroke={INK} />
    </>
  ),
  worker: (
    <>
      <rect x="8" y="4" width="12" height="12" fill="#fff" stroke={INK} />
      <rect x="8" y="9" width="12" height="7" fill="#5f8fb0" stroke={INK} />
    </>
  ),
  manager: (
    <>
      <path d="M14 3l8 14H6z" fill="#fff" stroke={INK} />
      <path d="M10.5 9.500h7l4.5 7.500H6z" fill="#5f8fb0" />
    </>
  ),
  disappointed: (
    <>
      <circle cx="14" cy="10" r="5" fill={TRUST_TONES[5]} stroke={INK} />
      <circle cx="14" cy="10" r="8" fill="none" stroke="#a4601a" stroke-width="1.6" />
    </>
  ),
  latent: (
    <>
      <circle cx="14" cy="10" r="4.5" fill={TRUST_TONES[10]} stroke={INK} />
      <circle cx="14" cy="10" r="8" fill="none" stroke={INK} stroke-dasharray="1.5 2.5" />
    </>
  ),
  found: (
    <>
      <circle cx="14" cy="10" r="4.5" fill={TRUST_TONES[10]} stroke={INK} />
      <circle cx="14" cy="10" r="8" fill="none" stroke={INK} stroke-width="1.8" />
    </>
  ),
  active: (
    <>
      <circle cx="11" cy="12" r="4" fill={TRUST_TONES[16]} stroke={INK} />
      <circle cx="11" cy="12" r="6.5" fill="none" stroke={INK} stroke-width="1.8" />
      <path d="M11 5.500V0M11 0l7 2-7 2.5" fill="#d55e00" stroke={INK} />
    </>
  ),
  new: <rect x="10" y="3" width="9" height="13" fill="#fff" stroke={INK} />,
  open: (
    <>
      <rect x="10" y="3" width="9" height="13" fill="#fff" stroke={INK} />
      <path d="M12 6h5l-5 7h5z" fill={INK} />
    </>
  ),
  kept: (
    <>
      <rect x="4" y="3" width="9" height="13" fill="#1f7a70" stroke="#1f7a70" />
      <rect x="16" y="3" width="9" height="13" fill="#fff" stroke="#1f7a70" />
      <rect x="16" y="9.5" width="9" height="6.5" fill="#7cc0b4" stroke="#1f7a70" />
    </>
  ),
  torn: (
    <>
      <path d="M10 2h9v5l-3 3-3-4-3 3z" fill="#fff" stroke="#a4601a" />
      <path d="M10 11.500l3-3 3 4 4-3V17H10z" fill="#a4601a" />
    </>
  ),
  hanging: <rect x="10" y="3" width="9" height="13" fill="none" stroke="#9aa4ac" stroke-dasharray="2 2" />,
  declined: (
    <>
      <rect x="10" y="3" width="9" height="13" fill="#fff" stroke="#55606a" />
      <path d="M12 6.500h5M12 9.500h5M12 12.500h5" stroke="#55606a" />
    </>
  ),
  opens: <rect x="3" y="3" width="22" height="14" rx="3" fill="#d9e9e5" stroke="#1f7a70" stroke-width="1.6" />,
  closes: (
    <rect
      x="3"
      y="3"
      width="22"
      height="14"
      rx="3"
      fill="#ecdcc8"
      stroke="#a4601a"
      stroke-width="1.6"
      stroke-dasharray="5 3"
    />
  ),
  table: (
    <>
      <ellipse cx="14" cy="10" rx="11" ry="7" fill="#fff" stroke={INK} />
      <path d="M14 5.500a8 4.5 0 010 9" fill="none" stroke="#1f7a70" stroke-width="2.5" />
    </>
  ),
};

export function Legend() {
  return (
    <details class="legend">
      <summary>{t("legend.title")}</summary>
      <ul>
        {Object.entries(SIGNS).map(([name, sign]) => (
          <li key={name}>
            <svg viewBox="-1 -1 30 22" width="30" height="22" aria-hidden="true">
              {sign}
            </svg>
            <span>{t(`legend.${name}`)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
