<%@ page contentType="text/html;charset=UTF-8" %>
<html><head><title>Ledger</title><link rel="stylesheet" href="${pageContext.request.contextPath}/style.css"></head>
<body>
<h1 id="page">Inside of editors</h1><p>Signed in as <b id="user"><%= request.getRemoteUser() %></b></p>
</body></html>
