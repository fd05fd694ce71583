import { z } from "zod";

export const API_VERSION = "2026-09-01";

/**
 * Codes of errors, as `error.code` in the body.
 *
 * @example if (error.code === ErrorCode.PlanLimit) showUpgrade();
 */
export enum ErrorCode {
  /** The workspace was deleted, or you are not a member of it. */
  WorkspaceMissing = "workspace_missing",
  /** The plan allows fewer boards. */
  PlanLimit = "plan_limit",
  /** Someone else moved the card while you did. */
  CardMoved = "card_moved",
  /** The card is archived and has to be restored first. */
  CardFrozen = "card_frozen",
  /** A column can be deleted only without cards. */
  ColumnNotEmpty = "column_not_empty",
  /** Every board keeps one column. */
  LastColumn = "last_column",
  /** The attachment is larger than 50 MB. */
  AttachmentTooLarge = "attachment_too_large",
  /** The file was rejected by the malware check and is not stored. */
  AttachmentInfected = "attachment_infected",
  /** The guest link was revoked. */
  GuestLinkRevoked = "guest_link_revoked",
  /** The session cookie has expired. */
  SessionExpired = "session_expired",
  /** The socket sent more than a hundred events in a second. */
  EventFlood = "event_flood",
  /** Search is being reindexed. */
  SearchUnavailable = "search_unavailable",
  /** The export is larger than we can send by mail. */
  ExportTooLarge = "export_too_large",
}

export type Color = "sun_yellow" | "moss_green" | "sea_blue";

const RETRYABLE = new Set([ErrorCode.SearchUnavailable, ErrorCode.EventFlood]);

export const schema = z.object({ code: z.nativeEnum(ErrorCode), field: z.string().optional() });
