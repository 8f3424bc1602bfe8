package mesh.protocol.json;

/// What stands between the values of a record, in the form and the order in which {@link
/// RecordWriter} writes it and {@link RecordReader} expects it.
final class Fields {
    static final byte[] BEGIN = Utf8.ascii("{\"v\":" + MessageBody.VERSION);
    static final byte[] JOB = Utf8.ascii(",\"job\":\"");
    static final byte[] ATTEMPT = Utf8.ascii("\",\"attempt\":");
    static final byte[] NODE = Utf8.ascii(",\"node\":\"");
    static final byte[] TYPE = Utf8.ascii(",\"type\":\"");
    static final byte[] NEEDS = Utf8.ascii("\",\"needs\":");
    static final byte[] PRIORITY = Utf8.ascii(",\"priority\":");
    static final byte[] DEADLINE = Utf8.ascii(",\"deadline\":\"");
    static final byte[] AVOID = Utf8.ascii(",\"avoid\":[");
    static final byte[] RANK = Utf8.ascii(",\"rank\":");
    static final byte[] PROBE = Utf8.ascii(",\"probe\":true");
    static final byte[] PAYLOAD = Utf8.ascii(",\"payload\":");
    static final byte[] CHECKPOINT = Utf8.ascii(",\"checkpoint\":{\"number\":");
    static final byte[] PARTIALS = Utf8.ascii(",\"partials\":");
    static final byte[] PARTIAL = Utf8.ascii(",\"partial\":{\"number\":");
    static final byte[] VALUE = Utf8.ascii(",\"value\":");
    static final byte[] REASON = Utf8.ascii(",\"reason\":\"");
    static final byte[] AUCTION = Utf8.ascii(",\"auction\":\"");
    static final byte[] OUTCOME = Utf8.ascii(",\"outcome\":\"");
    static final byte[] RESULT = Utf8.ascii(",\"result\":");
    static final byte[] ERROR = Utf8.ascii(",\"error\":{\"code\":\"");
    static final byte[] ERROR_MESSAGE = Utf8.ascii("\",\"message\":\"");
    static final byte[] USAGE = Utf8.ascii(",\"usage\":{\"millis\":");
    static final byte[] KIND = Utf8.ascii(",\"kind\":\"");
    static final byte[] FRACTION = Utf8.ascii(",\"fraction\":");
    static final byte[] MESSAGE = Utf8.ascii(",\"message\":\"");

    private Fields() {}
}
