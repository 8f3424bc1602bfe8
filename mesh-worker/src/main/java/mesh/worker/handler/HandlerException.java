package mesh.worker.handler;

import mesh.protocol.message.ErrorCode;

/// A handler's word on why an attempt failed.
public final class HandlerException extends Exception {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;

    public HandlerException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }

    static HandlerException failed(String message) {
        return new HandlerException(ErrorCode.HANDLER_ERROR, message);
    }
}
