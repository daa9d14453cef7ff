// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.body;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tells a MIME type by the first bytes, also of what the API does not take, so that a refusal can name it. Stateless. */
public final class MagicBytes {

    /** Their bytes say how they are packed; what is packed, only a name or a header says. */
    private static final Set<String> CONTAINERS = Set.of(
            "application/zip", "application/gzip", "application/x-ole-storage", "video/mp4", "audio/ogg", "audio/webm");

    private static final Map<String, String> BEGINNINGS = Map.of(
            "II*\0", "image/tiff",
            "MM\0*", "image/tiff",
            "PK\u0003\u0004", "application/zip",
            "\u001F\u008B\b", "application/gzip",
            "7z\u00BC\u00AF", "application/x-7z-compressed",
            "\u00D0\u00CF\u0011\u00E0", "application/x-ole-storage",
            "caff\0", "audio/x-caf",
            "#!AMR", "audio/amr");

    /** Brands of the ISO container, which holds still pictures as well as films. */
    private static final List<String> HEIC = List.of("heic", "heix", "heim", "heis", "hevc", "mif1", "msf1");

    private MagicBytes() {}

    /**
     * @param head the first {@link MediaType#HEAD} bytes, or fewer where there are no more
     */
    public static Optional<String> of(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        for (Map.Entry<String, String> beginning : BEGINNINGS.entrySet()) {
            if (text.startsWith(beginning.getKey())) {
                return Optional.of(beginning.getValue());
            }
        }
        if (text.startsWith("BM") && text.startsWith("\0\0\0\0", 6)) { // the word alone begins many a text
            return Optional.of("image/bmp");
        }
        if (text.startsWith("RIFF") && text.startsWith("AVI ", 8)) {
            return Optional.of("video/x-msvideo");
        }
        if (text.startsWith("FORM") && text.startsWith("AIF", 8)) {
            return Optional.of("audio/aiff");
        }
        if (text.startsWith("ftyp", 4) && head.length == MediaType.HEAD) {
            return Optional.of(ofBrand(text.substring(8)));
        }
        return MediaType.ofHead(head).map(MediaType::mimeType);
    }

    private static String ofBrand(String brand) {
        if (HEIC.contains(brand)) {
            return "image/heic";
        }
        if (brand.startsWith("avi")) {
            return "image/avif";
        }
        return brand.startsWith("M4A") ? "audio/mp4" : "video/mp4";
    }

    /** Whether bytes without a signature are no text all the same: that has no zeros, and in UTF-16 it says so first. */
    static boolean isBinary(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        boolean wide = text.startsWith("\u00FF\u00FE") || text.startsWith("\u00FE\u00FF");
        return text.indexOf('\0') >= 0 && !wide;
    }

    /** Whether a type says less than a declared one may. */
    static boolean isContainer(String mimeType) {
        return CONTAINERS.contains(mimeType);
    }
}
