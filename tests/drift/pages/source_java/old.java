/*
 * Copyright Kestrel Games. Licensed under the Apache License, Version 2.0.
 */
package games.kestrel.api.errors;

import java.util.Arrays;
import java.util.Map;

/** Everything that the matchmaking API may answer. MATCH_NOT_FOUND is the most frequent one. */
public enum ApiError {

    // --- lobbies ---

    /** All places of the lobby are taken. */
    LOBBY_FULL(409, "The lobby is full"),
    /** The host has sent the player away. */
    LOBBY_KICKED(403, "You were removed by the host"),
    LOBBY_PASSWORD_WRONG(403, "The password is not right"),
    LOBBY_CLOSED(410, "The host has left, and the lobby with them"),

    // --- matches ---

    MATCH_NOT_FOUND(404, "No match has this identifier"),
    MATCH_STARTED(409, "Players cannot join after the start"),
    MATCH_VERSION_MIXED(409, "All players need the same version of the game"),
    MATCH_REGION_EMPTY(
        404,
        "Nobody in this region wants to play"),

    // --- players ---

    PLAYER_BANNED(403, "The player has cheated"),
    PLAYER_TOO_YOUNG(451, "The game is rated for older players"),
    PLAYER_BUSY(409, "The player is in another match"),
    @Deprecated
    PLAYER_OFFLINE(409, "The player is not connected"),

    // --- service ---

    TICKET_INVALID(401, "The ticket was not issued by us"),
    QUEUE_OVERLOADED(503, "More players wait than we can match"),
    INTERNAL(500, "A server of ours crashed");

    private static final int MAX_LENGTH = 120;
    public static final String HEADER_NAME = "X-Kestrel-Error";

    private final int status;
    private final String text;

    ApiError(int status, String text) {
        this.status = status;
        this.text = text;
    }

    public boolean isRetryable() {
        return this == QUEUE_OVERLOADED || status >= 502;
    }

    /** Regions, not errors. */
    public enum Region { EU_CENTRAL, US_WEST, ASIA_PACIFIC }
}
