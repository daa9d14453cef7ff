// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

/** How far an exchange between a client and the server has come, in the order of the wire. */
public enum Phase {
    /** The connection is accepted and nothing is read from it. On a connection that is kept: when the next request begins. */
    ACCEPTED,
    /** The client has sent the first bytes of a TLS handshake, and the server none. Only with TLS. */
    HANDSHAKE_BEGUN,
    /** The first line of the request is read. */
    REQUEST_LINE_READ,
    /** The headers of the request are read. */
    HEADERS_READ,
    /** Half the body of the request is read. */
    HALF_BODY_READ,
    /** The whole request is read, and nothing is sent. */
    REQUEST_READ,
    /** The status line is sent. */
    STATUS_SENT,
    /** The headers are sent. */
    HEADERS_SENT,
    /** Half the body is sent. */
    HALF_BODY_SENT,
    /** Half the events are sent. Half the body, if the answer has no events. */
    BETWEEN_EVENTS,
    /** An event in the middle of the answer is sent by half. Half the body, if the answer has no events. */
    INSIDE_EVENT,
    /** The first byte of the last character of several bytes is sent. Half the body, if the answer has no such character. */
    INSIDE_CHARACTER,
    /** Everything is sent except the last byte. */
    LAST_BYTE_MISSING,
    /** Everything is sent; the connection could be used again. */
    ANSWER_SENT;

    boolean isBeforeTheRequest() {
        return this == ACCEPTED || this == HANDSHAKE_BEGUN;
    }
}
