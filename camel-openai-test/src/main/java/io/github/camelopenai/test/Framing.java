// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.test;

/** An answer whose HTTP is wrong, or which a careless client takes for a whole one. After each the server closes the connection. */
public enum Framing {
    /** The Content-Length is larger than the body. */
    LENGTH_TOO_LARGE,
    /** The Content-Length is smaller than the body. */
    LENGTH_TOO_SMALL,
    /** The Content-Length comes twice with the same value. */
    LENGTH_TWICE,
    /** The Content-Length comes twice with two values: first the right one, then half of it. */
    LENGTH_TWICE_DIFFERENT,
    /** The Content-Length is -1. */
    LENGTH_NEGATIVE,
    /** The Content-Length is a word. */
    LENGTH_NO_NUMBER,
    /** The Content-Length does not fit into 64 bits. */
    LENGTH_OVERFLOW,
    /** There is no Content-Length: the body ends where the connection does, as HTTP/1.0 allows. */
    LENGTH_MISSING,
    /** There is a Content-Length and no body. */
    BODY_MISSING,
    /** There is a Content-Length besides chunks: what request smuggling uses. */
    LENGTH_AND_CHUNKS,
    /** The size of a chunk is not a hexadecimal number. */
    CHUNK_SIZE_NO_NUMBER,
    /** The size of a chunk is negative. */
    CHUNK_SIZE_NEGATIVE,
    /** The size of a chunk does not fit into 64 bits. */
    CHUNK_SIZE_OVERFLOW,
    /** The size of a chunk is larger than the chunk. */
    CHUNK_SIZE_TOO_LARGE,
    /** The size of a chunk is smaller than the chunk. */
    CHUNK_SIZE_TOO_SMALL,
    /** A chunk has a size with an extension, which HTTP allows. */
    CHUNK_EXTENSION,
    /** The last chunk, of size 0, does not come. */
    LAST_CHUNK_MISSING,
    /** The last chunk comes without the empty line after it. */
    LAST_LINE_MISSING,
    /** Headers come after the last chunk, which HTTP allows. */
    TRAILERS,
    /** The Transfer-Encoding is one that nobody knows. */
    TRANSFER_ENCODING_UNKNOWN,
    /** Bytes that are not HTTP come before the answer. */
    GARBAGE_BEFORE,
    /** Bytes that are not HTTP come after the answer. */
    GARBAGE_AFTER,
    /** A second answer that nobody has asked for comes after the first. */
    ANSWER_TWICE,
    /** Only bytes that are not HTTP come. */
    GARBAGE_ONLY,
    /** An empty line comes before the answer. */
    EMPTY_LINE_BEFORE,
    /** HTTP/0.9: the body without status line and headers. */
    HTTP_0_9,
    /** The status line names HTTP/1.0. */
    HTTP_1_0,
    /** The status line names HTTP/3.0. */
    HTTP_3_0,
    /** The status line ends after the version. */
    STATUS_MISSING,
    /** The status is a word. */
    STATUS_NO_NUMBER,
    /** The status has four digits. */
    STATUS_TOO_LARGE,
    /** The status line has no reason after the number, which HTTP allows. */
    REASON_MISSING,
    /** Lines end with LF only. */
    LINE_FEEDS_ONLY,
    /** A header has no colon. */
    HEADER_WITHOUT_COLON,
    /** A header has no name. */
    HEADER_WITHOUT_NAME,
    /** A header has a NUL in its value. */
    HEADER_WITH_NUL,
    /** A header has a value in UTF-8, which is not ASCII. */
    HEADER_NOT_ASCII,
    /** A header goes on in the next line, as it once was allowed. */
    HEADER_FOLDED,
    /** A header of one megabyte. */
    HEADERS_OF_ONE_MEGABYTE,
    /** Ten thousand headers. */
    HEADERS_TEN_THOUSAND,
    /** Ten thousand informational answers before the real one. */
    INFORMATIONAL_FLOOD,
    /** The body is compressed with gzip; nothing is wrong. */
    GZIP,
    /** The compressed body ends in its middle. */
    GZIP_TRUNCATED,
    /** The compressed body has wrong bytes in its middle. */
    GZIP_CORRUPT,
    /** The checksum at the end of the compressed body is wrong. */
    GZIP_CHECKSUM_WRONG,
    /** The headers say gzip, and the body is plain. */
    GZIP_IS_PLAIN,
    /** One megabyte of gzip that becomes one gigabyte: the beginning of a JSON document, or of an event, that does not end. */
    GZIP_BOMB,
    /** The Content-Encoding is one that nobody knows; the body is plain. */
    CONTENT_ENCODING_UNKNOWN
}
