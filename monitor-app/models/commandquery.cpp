// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/commandquery.h"

#include "models/commandfield.h"

#include <utility>

namespace Spawn {

struct Token
{
    enum class Kind {
        Word,
        Field, // the text is its name, the value follows in value
        Open,
        Close,
        And,
        Or,
        Not,
        End,
    };
    Kind kind = Kind::End;
    QString text;
    QString value;
};

// Cuts a query into its words.
class CommandQueryLexer
{
public:
    explicit CommandQueryLexer(const QString &text) : m_text(text) { }

    bool hasOpenQuote() const { return m_openQuote; }

    Token next()
    {
        while (m_at < m_text.size() && m_text.at(m_at).isSpace())
            ++m_at;
        if (m_at == m_text.size())
            return {};
        const QChar first = m_text.at(m_at);
        if (first == u'(' || first == u')') {
            ++m_at;
            return {first == u'(' ? Token::Kind::Open : Token::Kind::Close, {}, {}};
        }
        const bool quoted = first == u'"';
        const QString text = part(true);
        if (m_at < m_text.size() && m_text.at(m_at) == u':' && !quoted && !text.isEmpty()) {
            ++m_at;
            return {Token::Kind::Field, text, part(false)};
        }
        if (!quoted) {
            for (const auto &[name, kind] :
                 {std::pair(u"AND", Token::Kind::And), std::pair(u"OR", Token::Kind::Or),
                  std::pair(u"NOT", Token::Kind::Not)}) {
                if (text == QStringView(name))
                    return {kind, text, {}};
            }
        }
        return {Token::Kind::Word, text, {}};
    }

private:
    // Up to a space or a parenthesis, quotes removed; a \ within them takes what follows as it is.
    QString part(bool endsAtColon)
    {
        QString text;
        bool quoted = false;
        for (; m_at < m_text.size(); ++m_at) {
            const QChar c = m_text.at(m_at);
            if (c == u'"') {
                quoted = !quoted;
            } else if (quoted && c == u'\\' && m_at + 1 < m_text.size()) {
                text += m_text.at(++m_at);
            } else if (!quoted
                       && (c.isSpace() || c == u'(' || c == u')' || (endsAtColon && c == u':'))) {
                // A colon in front is text.
                if (c != u':' || !text.isEmpty())
                    break;
                text += c;
            } else {
                text += c;
            }
        }
        m_openQuote = m_openQuote || quoted;
        return text;
    }

    QString m_text;
    qsizetype m_at = 0;
    bool m_openQuote = false;
};

// By recursive descent: alternatives of conjunctions of negations of words.
class CommandQueryParser
{
public:
    explicit CommandQueryParser(const QString &text) : m_lexer(text) { advance(); }

    CommandQuery result()
    {
        if (m_token.kind == Token::Kind::End)
            return {};
        alternatives();
        if (m_token.kind == Token::Kind::Close)
            fail(QStringLiteral("A ) has no ( before it"));
        if (m_lexer.hasOpenQuote())
            fail(QStringLiteral("A quote is not closed"));
        if (!m_query.m_error.isEmpty())
            m_query.m_nodes.clear();
        return m_query;
    }

private:
    using Node = CommandQuery::Node;

    void advance()
    {
        m_before = m_token;
        m_token = m_lexer.next();
    }

    // The first mistake is the one to be told; an open quote may be the cause of any.
    qsizetype fail(const QString &error)
    {
        if (m_query.m_error.isEmpty())
            m_query.m_error
                = m_lexer.hasOpenQuote() ? QStringLiteral("A quote is not closed") : error;
        m_token = {};
        return -1;
    }

    qsizetype add(const Node &node)
    {
        m_query.m_nodes.append(node);
        return m_query.m_nodes.size() - 1;
    }

    qsizetype alternatives()
    {
        qsizetype left = conjunction();
        while (m_token.kind == Token::Kind::Or) {
            advance();
            const qsizetype right = conjunction();
            left = add({Node::Kind::Or, {}, left, right});
        }
        return left;
    }

    qsizetype conjunction()
    {
        qsizetype left = negation();
        while (m_token.kind != Token::Kind::End && m_token.kind != Token::Kind::Or
               && m_token.kind != Token::Kind::Close) {
            if (m_token.kind == Token::Kind::And)
                advance();
            const qsizetype right = negation();
            left = add({Node::Kind::And, {}, left, right});
        }
        return left;
    }

    qsizetype negation()
    {
        // A loop, since a deep recursion would be somebody else's to choose.
        bool negated = false;
        while (m_token.kind == Token::Kind::Not) {
            negated = !negated;
            advance();
        }
        const qsizetype child = primary();
        return negated ? add({Node::Kind::Not, {}, child, -1}) : child;
    }

    qsizetype primary()
    {
        const Token token = m_token;
        if (token.kind == Token::Kind::Open) {
            constexpr int deepest = 100;
            if (++m_depth > deepest)
                return fail(QStringLiteral("The parentheses are too deep"));
            advance();
            const qsizetype inner = alternatives();
            if (m_token.kind != Token::Kind::Close)
                return fail(QStringLiteral("A ( is not closed"));
            --m_depth;
            advance();
            return inner;
        }
        if (token.kind != Token::Kind::Word && token.kind != Token::Kind::Field) {
            if (m_before.kind == Token::Kind::Open)
                return fail(QStringLiteral("Nothing stands between ( and )"));
            return fail(m_before.text.isEmpty()
                            ? QStringLiteral("Nothing stands before “%1”").arg(token.text)
                            : QStringLiteral("Nothing stands behind “%1”").arg(m_before.text));
        }
        const CommandField field = token.kind == Token::Kind::Word
            ? freeWord(token.text)
            : fieldValue(token.text, token.value);
        if (!field.error.isEmpty())
            return fail(field.error);
        advance();
        return add({Node::Kind::Test, field.test, -1, -1});
    }

    CommandQueryLexer m_lexer;
    Token m_before;
    Token m_token;
    int m_depth = 0;
    CommandQuery m_query;
};

CommandQuery CommandQuery::parsed(const QString &text)
{
    return CommandQueryParser(text).result();
}

bool CommandQuery::matches(const CommandSnapshot &command) const
{
    return m_nodes.isEmpty() || matches(m_nodes.size() - 1, command);
}

bool CommandQuery::matches(qsizetype node, const CommandSnapshot &command) const
{
    const Node &at = m_nodes.at(node);
    switch (at.kind) {
    case Node::Kind::Test:
        return at.test(command);
    case Node::Kind::Not:
        return !matches(at.left, command);
    case Node::Kind::And:
        return matches(at.left, command) && matches(at.right, command);
    case Node::Kind::Or:
        return matches(at.left, command) || matches(at.right, command);
    }
    return true;
}

} // namespace Spawn
