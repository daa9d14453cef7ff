// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.client.failure;

import io.github.camelopenai.internal.client.call.CallProgress;
import io.github.camelopenai.internal.client.call.ReplyHead;
import okhttp3.HttpUrl;

/**
 * A redirect of a request. Immutable.
 *
 * @param status   of the answer
 * @param asked    where the request went
 * @param location the header as received, or null
 * @param target   where it points to; null if it is no HTTP address
 */
public record Redirect(int status, HttpUrl asked, String location, HttpUrl target) {

    private static final int MOST = 3;

    public static Redirect of(ReplyHead head, HttpUrl asked) {
        String location = head.header("location");
        boolean given = location != null && !location.isBlank();
        HttpUrl target = given ? asked.resolve(location) : null;
        return new Redirect(
                head.status(),
                asked,
                given ? location : null,
                target == null ? null : target.newBuilder().fragment(null).build());
    }

    public static boolean isOne(int status) {
        return status >= 300 && status < 400;
    }

    /**
     * Whether the same request, with its key and its prompt, may go there: only with 307 or 308, and to the same
     * server. Other statuses ask for a GET, and no operation is a GET.
     */
    boolean staysWithTheServer() {
        return (status == 307 || status == 308)
                && target != null
                && target.scheme().equals(asked.scheme())
                && target.host().equals(asked.host())
                && target.port() == asked.port()
                && target.username().isEmpty()
                && target.password().isEmpty();
    }

    /** Whether the call has been at the target before. */
    boolean leadsBack(CallProgress progress) {
        return asked.equals(target) || progress.wasAt(target);
    }

    /** Whether the call continues there. */
    public boolean isFollowed(CallProgress progress) {
        return staysWithTheServer() && !leadsBack(progress) && progress.redirects() < MOST;
    }

    /**
     * Why the call does not continue there, and what to do.
     *
     * @param path of the operation, behind the base URL
     */
    String refusal(CallProgress progress, String path) {
        if (location == null) {
            return "a redirect without a Location; check baseUrl";
        }
        if (target == null) {
            return "a redirect whose Location is no http or https address; check baseUrl";
        }
        String where = "it redirects to " + shown();
        if (!staysWithTheServer()) {
            return where + ", where nothing is sent; " + remedy(path);
        }
        return leadsBack(progress)
                ? where + ", which leads in a circle; check baseUrl"
                : where + ", and the call was redirected " + progress.redirects() + " times before; check baseUrl";
    }

    /** The target without user and query, which often hold a key. Call only if there is a target. */
    private String shown() {
        return origin() + target.encodedPath();
    }

    /** Which base URL to set instead, if the target shows it. */
    private String remedy(String path) {
        boolean isSameOperation = target != null && target.encodedPath().endsWith(path);
        String base = isSameOperation ? shown().substring(0, shown().length() - path.length()) : null;
        return base == null ? "set baseUrl to the address of the API itself" : "set baseUrl=" + base;
    }

    private String origin() {
        boolean usual = target.port() == HttpUrl.defaultPort(target.scheme());
        String host = target.host().indexOf(':') >= 0 ? "[" + target.host() + "]" : target.host();
        return target.scheme() + "://" + (usual ? host : host + ":" + target.port());
    }
}
