// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.scenario;

import io.github.camelopenai.test.Fault;
import io.github.camelopenai.test.FaultyServer;
import io.github.camelopenai.test.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.apache.camel.impl.DefaultCamelContext;

/** What goes wrong with the temporary files of the component, and with the files of a route. */
final class FaultsOfTheDisk {

    private static final int LARGE = 300_000;
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final byte[] MP3 = "ID3".getBytes(StandardCharsets.US_ASCII);

    private FaultsOfTheDisk() {}

    static List<FaultRow> rows() {
        return List.of(
                new Large("nothing is wrong", bench -> {}),
                new Large("a file is in the place of the temp folder", FaultsOfTheDisk::block),
                new Large("the temp folder was removed after the start", FaultsOfTheDisk::remove),
                new Large(
                        "the cipher of the temp files does not exist",
                        bench -> bench.camel.getStreamCachingStrategy().setSpoolCipher("ROT/13")),
                new FaultElsewhere.Full(),
                new Recording("the recording does not exist", Files::delete, file -> {}),
                new Recording("the recording is deleted between two attempts", file -> {}, Files::delete),
                new Recording(
                        "the recording is shortened between two attempts", file -> {}, file -> Files.write(file, MP3)),
                new Recording(
                        "the recording grows between two attempts",
                        file -> {},
                        file -> Files.write(file, large(MP3, 2 * LARGE))),
                new Recording(
                        "the recording is rewritten between two attempts",
                        file -> {},
                        file -> Files.write(file, large(MP3, LARGE))));
    }

    private static byte[] large(byte[] signature, int size) {
        byte[] large = new byte[size];
        Arrays.fill(large, (byte) 'x');
        System.arraycopy(signature, 0, large, 0, signature.length);
        return large;
    }

    private static void block(FaultBench bench) throws IOException {
        Path file = Files.createTempFile("no-folder-", "");
        file.toFile().deleteOnExit();
        bench.camel
                .getStreamCachingStrategy()
                .setSpoolDirectory(file.resolve("spool").toFile());
    }

    private static void remove(FaultBench bench) throws IOException {
        Path folder = Files.createTempDirectory("removed-");
        bench.camel.getStreamCachingStrategy().setSpoolDirectory(folder.toFile());
        Files.delete(folder);
    }

    /** Does something that may fail. */
    @FunctionalInterface
    interface Deed<T> {
        void to(T target) throws IOException;
    }

    /** Bodies or answers, whichever may be large, that are kept in files: all but those of an embedding. */
    record Large(String what, Deed<FaultBench> deed) implements FaultRow {
        @Override
        public void prepare(DefaultCamelContext camel) {
            camel.setStreamCaching(false); // else Camel keeps the bodies, before the component does
        }

        @Override
        public void play(FaultBench bench) throws Exception {
            deed.to(bench);
            for (FaultOperation operation : FaultOperation.values()) {
                FaultyServer server = FaultyServer.start().always(answer(operation));
                bench.call(operation, server, "&baseUrl=" + server.baseUrl(), body(operation));
            }
        }

        private static Object body(FaultOperation operation) {
            return switch (operation) {
                case CHAT, STREAM -> new ByteArrayInputStream(large(PNG, LARGE));
                case TRANSCRIBE -> new ByteArrayInputStream(large(MP3, LARGE));
                case IMAGE, SPEECH, EMBED -> operation.body();
            };
        }

        private static Fault answer(FaultOperation operation) {
            return switch (operation) {
                case IMAGE ->
                    Fault.reply(Reply.json("{\"data\":[{\"b64_json\":\""
                            + Base64.getEncoder().encodeToString(large(PNG, LARGE)) + "\"}]}"));
                case SPEECH -> Fault.reply(Reply.media("audio/mpeg", large(MP3, LARGE)));
                case CHAT, STREAM, TRANSCRIBE, EMBED -> Fault.none();
            };
        }

        @Override
        public Optional<String> goodAnswer(FaultOperation operation) {
            return switch (operation) {
                case IMAGE -> Optional.of(checksum(large(PNG, LARGE)));
                case SPEECH -> Optional.of(checksum(large(MP3, LARGE)));
                case CHAT, STREAM, TRANSCRIBE, EMBED -> Optional.empty();
            };
        }

        private static String checksum(byte[] bytes) {
            CRC32 checksum = new CRC32();
            checksum.update(bytes);
            return bytes.length + " bytes " + Long.toHexString(checksum.getValue());
        }
    }

    /** A file that is uploaded to a server that fails; something is done to it at first, or before the second attempt. */
    private record Recording(String what, Deed<Path> before, Deed<Path> between) implements FaultRow {
        @Override
        public void play(FaultBench bench) throws Exception {
            Path file = Files.createTempFile("recording-", ".mp3");
            file.toFile().deleteOnExit();
            Files.write(file, large(MP3, LARGE));
            Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
            before.to(file);
            bench.waits.beforeRetries(() -> {
                try {
                    between.to(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            FaultyServer server = FaultyServer.start().always(Fault.status(503));
            FaultOperation operation = FaultOperation.TRANSCRIBE;
            bench.call(operation, server, "&baseUrl=" + server.baseUrl(), file.toFile());
        }
    }
}
