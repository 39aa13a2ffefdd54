// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "job/jsonfault.h"

#include <QtCore/QRegularExpression>

namespace Spawn {

namespace {

class JsonScan final
{
public:
    explicit JsonScan(const QByteArray &text) : m_text(text) { }

    std::optional<JsonFault> run()
    {
        for (;;) {
            while (m_at < m_text.size() && QByteArray(" \t\r\n").contains(m_text[m_at]))
                ++m_at;
            if (m_at == m_text.size() && m_next == Next::Separator && m_open.isEmpty())
                return std::nullopt;
            if (!step())
                return JsonFault{m_at, expected()};
        }
    }

private:
    enum class Next {
        Value,
        ValueOrEnd, // of a list that has just begun
        Name,
        NameOrEnd,
        Colon,
        Separator, // or an end
        Quote, // that closes a string
    };

    char present() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    bool step();
    bool value();
    bool string(Next behind);
    bool separator();
    bool open(char bracket, Next next);
    bool close();
    QString expected() const;

    const QByteArray &m_text;
    qsizetype m_at = 0;
    Next m_next = Next::Value;
    QByteArray m_open; // brackets
};

// False: what is there cannot be there.
bool JsonScan::step()
{
    switch (m_next) {
    case Next::Value:
        return value();
    case Next::ValueOrEnd:
        return present() == ']' ? close() : value();
    case Next::Name:
        return present() == '"' && string(Next::Colon);
    case Next::NameOrEnd:
        return present() == '}' ? close() : present() == '"' && string(Next::Colon);
    case Next::Colon:
        if (present() != ':')
            return false;
        ++m_at;
        m_next = Next::Value;
        return true;
    case Next::Separator:
        return separator();
    case Next::Quote:
        break;
    }
    return false;
}

bool JsonScan::value()
{
    switch (present()) {
    case '{':
        return open('{', Next::NameOrEnd);
    case '[':
        return open('[', Next::ValueOrEnd);
    case '"':
        return string(Next::Separator);
    default:
        break;
    }
    static const QRegularExpression scalar(
        QStringLiteral("^(?:true|false|null|-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?)$"));
    qsizetype end = m_at;
    while (end < m_text.size() && !QByteArray(" \t\r\n,:[]{}\"").contains(m_text[end]))
        ++end;
    if (!scalar.match(QString::fromUtf8(m_text.mid(m_at, end - m_at))).hasMatch())
        return false;
    m_at = end;
    m_next = Next::Separator;
    return true;
}

bool JsonScan::string(Next behind)
{
    for (++m_at; m_at < m_text.size() && m_text[m_at] != '"'; ++m_at) {
        if (m_text[m_at] == '\\' && m_at + 1 < m_text.size())
            ++m_at;
    }
    m_next = m_at < m_text.size() ? behind : Next::Quote;
    if (m_next != Next::Quote)
        ++m_at;
    return m_next != Next::Quote;
}

bool JsonScan::separator()
{
    if (m_open.isEmpty())
        return false;
    const bool isList = m_open.endsWith('[');
    if (present() == (isList ? ']' : '}'))
        return close();
    if (present() != ',')
        return false;
    ++m_at;
    m_next = isList ? Next::Value : Next::Name;
    return true;
}

bool JsonScan::open(char bracket, Next next)
{
    m_open.append(bracket);
    ++m_at;
    m_next = next;
    return true;
}

bool JsonScan::close()
{
    m_open.chop(1);
    ++m_at;
    m_next = Next::Separator;
    return true;
}

QString JsonScan::expected() const
{
    switch (m_next) {
    case Next::Value:
        return QStringLiteral("a value");
    case Next::ValueOrEnd:
        return QStringLiteral("a value or ]");
    case Next::Name:
        return QStringLiteral("a name in quotes");
    case Next::NameOrEnd:
        return QStringLiteral("a name in quotes or }");
    case Next::Colon:
        return QStringLiteral("a colon");
    case Next::Quote:
        return QStringLiteral("a closing quote");
    case Next::Separator:
        break;
    }
    return m_open.isEmpty()    ? QStringLiteral("its end")
        : m_open.endsWith('[') ? QStringLiteral("a comma or ]")
                               : QStringLiteral("a comma or }");
}

} // namespace

std::optional<JsonFault> findJsonFault(const QByteArray &text)
{
    return JsonScan(text).run();
}

} // namespace Spawn
