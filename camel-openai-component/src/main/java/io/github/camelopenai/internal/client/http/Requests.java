// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.http;

import io.github.camelopenai.internal.client.call.CallProgress;
import io.github.camelopenai.internal.client.call.ClientSettings;
import io.github.camelopenai.internal.client.call.Credentials;
import io.github.camelopenai.internal.client.call.HttpCall;
import io.github.camelopenai.internal.client.call.Payload;
import io.github.camelopenai.internal.json.WholeCharacters;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;

/** Writes calls as HTTP requests. Thread-safe. */
final class Requests {

    static final MediaType JSON = MediaType.get("application/json");
    private static final MediaType BYTES = MediaType.get("application/octet-stream");

    private final HttpUrl base;
    private final Headers headers;
    private final Map<String, HttpUrl> urls = new ConcurrentHashMap<>(); // one for each operation of the endpoint

    Requests(ClientSettings settings) {
        this.base = HttpUrl.get(settings.baseUrl());
        this.headers = headers(settings);
    }

    /** @param progress gives the address of the request, and is notified when the request is on the wire */
    Request of(HttpCall<?> call, CallProgress progress) {
        Request.Builder request = new Request.Builder()
                .url(progress.place() == null ? placeOf(call) : progress.place())
                .headers(headers)
                .post(new NotifyingBody(body(call.payload()), progress::left));
        if (call.id() != null) {
            request.header("X-Client-Request-Id", call.id());
        }
        return request.build();
    }

    private HttpUrl placeOf(HttpCall<?> call) {
        return urls.computeIfAbsent(
                call.path(),
                path -> base.newBuilder().addPathSegments(path.substring(1)).build());
    }

    private static Headers headers(ClientSettings settings) {
        Headers.Builder builder = new Headers.Builder();
        Credentials credentials = settings.credentials();
        set(builder, "Authorization", credentials.apiKey() == null ? null : "Bearer " + credentials.apiKey());
        set(builder, "OpenAI-Organization", credentials.organization());
        set(builder, "OpenAI-Project", credentials.project());
        set(builder, "User-Agent", "camel-openai");
        settings.additionalHeaders()
                .forEach((name, value) -> set(builder, name, value)); // last, so that they can replace any of ours
        return builder.build();
    }

    private static void set(Headers.Builder builder, String name, String value) {
        if (value == null) {
            return;
        }
        try {
            builder.set(name, value);
        } catch (IllegalArgumentException e) { // its message holds the value, which may be a secret
            throw new IllegalArgumentException("the HTTP header '" + name + "' cannot be sent: its name or value has a"
                    + " line break, or a character beyond ASCII; correct apiKey, organization, project or"
                    + " additionalHeader, whichever sets it");
        }
    }

    private static RequestBody body(Payload payload) {
        if (payload instanceof Payload.Json json) {
            return RequestBody.create(json.document(), JSON);
        }
        if (payload instanceof Payload.JsonWithMedia document) {
            return new EncodingBody(document);
        }
        MultipartBody.Builder form = new MultipartBody.Builder().setType(MultipartBody.FORM);
        for (Payload.Part part : ((Payload.Form) payload).parts()) {
            if (part instanceof Payload.Field field) {
                form.addFormDataPart(field.name(), WholeCharacters.of(field.value()));
            } else if (part instanceof Payload.Upload upload) {
                form.addFormDataPart(upload.name(), WholeCharacters.of(upload.fileName()), new UploadBody(upload));
            }
        }
        return form.build();
    }

    /** A body that reports when it has been written: the server then has all of it, and accepts or rejects it. */
    private static final class NotifyingBody extends WrappedBody {
        private final Runnable whenWritten;

        NotifyingBody(RequestBody body, Runnable whenWritten) {
            super(body);
            this.whenWritten = whenWritten;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            super.writeTo(sink);
            whenWritten.run();
        }
    }

    /** A file that is sent, read again for each attempt. */
    private static final class UploadBody extends RequestBody {
        private final Payload.Upload upload;

        UploadBody(Payload.Upload upload) {
            this.upload = upload;
        }

        @Override
        public MediaType contentType() {
            MediaType type = MediaType.parse(upload.mediaType());
            return type == null ? BYTES : type;
        }

        @Override
        public long contentLength() {
            return upload.length();
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            SourceCopy.write(upload.source(), upload.length(), sink.outputStream());
        }
    }
}
