<%@ page contentType="text/html;charset=UTF-8" %>
<html><head><title>Ledger</title><link rel="stylesheet" href="${pageContext.request.contextPath}/style.css"></head>
<body>
<h1 id="page">Ledger</h1><p><a href="secure/books.jsp">The books</a></p>
</body></html>
