import { z } from "zod";

export const API_VERSION = "2026-03-01";

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
  CardArchived = "card_archived",
  /** A column can be deleted only without cards. */
  ColumnNotEmpty = "column_not_empty",
  /** The attachment is larger than 50 MB. */
  AttachmentTooLarge = "attachment_too_large",
  /** Our scanner found a virus. */
  AttachmentInfected = "attachment_infected",
  /** The guest link was revoked. */
  GuestLinkRevoked = "guest_link_revoked",
  /** @deprecated The editor resolves these conflicts by itself. */
  TextConflict = "text_conflict",
  /** The session cookie has expired. */
  SessionExpired = "session_expired",
  /** The socket sent more than a hundred events in a second. */
  EventFlood = "event_flood",
  /** Search is being reindexed. */
  SearchUnavailable = "search_unavailable",
}

export type Color = "sun_yellow" | "moss_green";

const RETRYABLE = new Set([ErrorCode.SearchUnavailable, ErrorCode.EventFlood]);

export const schema = z.object({ code: z.nativeEnum(ErrorCode), field: z.string().optional() });
