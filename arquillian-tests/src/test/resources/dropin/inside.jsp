<%@ page contentType="application/json" session="false" %>{"remote_user": "<%= request.getRemoteUser() %>", "admin": <%= request.isUserInRole("auth-admin") %>}
