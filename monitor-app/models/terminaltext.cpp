// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/terminaltext.h"

#include <QtCore/QChar>

#include <algorithm>
#include <wchar.h>

namespace Spawn {

struct Character
{
    char32_t codePoint = 0;
    int size = 1; // bytes
    bool isValid = false; // as UTF-8
};

// Byte by byte, because a decoder would replace what is invalid and the byte would be lost.
static Character characterAt(QByteArrayView bytes, qsizetype position)
{
    const auto byteAt = [bytes](qsizetype i) {
        return static_cast<unsigned char>(bytes[i]);
    };
    const unsigned char first = byteAt(position);
    if (first < 0x80)
        return {first, 1, true};
    const int size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || position + size > bytes.size())
        return {};
    char32_t codePoint = first & (0xFFu >> (size + 1));
    for (int i = 1; i < size; ++i) {
        if ((byteAt(position + i) & 0xC0) != 0x80)
            return {};
        codePoint = codePoint << 6 | (byteAt(position + i) & 0x3Fu);
    }
    static const char32_t smallest[] = {0x80, 0x800, 0x10000};
    if (codePoint < smallest[size - 2] || codePoint > 0x10FFFF || QChar::isSurrogate(codePoint))
        return {};
    return {codePoint, size, true};
}

static bool isPrintable(const Character &character)
{
    return character.isValid && QChar::isPrint(character.codePoint)
        && character.codePoint != QChar::LineSeparator
        && character.codePoint != QChar::ParagraphSeparator;
}

static QString hexadecimal(char32_t value, int digits)
{
    return QStringLiteral("%1").arg(uint(value), digits, 16, QChar(u'0'));
}

static QString escaped(const Character &character, char byte)
{
    if (!character.isValid || character.codePoint < 0x80) {
        switch (byte) {
        case '\n':
            return QStringLiteral("\\n");
        case '\r':
            return QStringLiteral("\\r");
        case '\t':
            return QStringLiteral("\\t");
        default:
            return QStringLiteral("\\x") + hexadecimal(static_cast<unsigned char>(byte), 2);
        }
    }
    return character.codePoint > 0xFFFF
        ? QStringLiteral("\\U") + hexadecimal(character.codePoint, 8)
        : QStringLiteral("\\u") + hexadecimal(character.codePoint, 4);
}

QString printableText(QByteArrayView bytes)
{
    QString text;
    for (qsizetype i = 0; i < bytes.size();) {
        const Character character = characterAt(bytes, i);
        if (isPrintable(character))
            text += QChar::fromUcs4(character.codePoint);
        else if (bytes[i] == '\t')
            text += u' ';
        else
            text += escaped(character, bytes[i]);
        i += character.size;
    }
    return text;
}

static bool isPlain(const Character &character)
{
    const char32_t c = character.codePoint;
    return c >= 0x80 || (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z')
        || (c >= U'0' && c <= U'9') || QByteArrayView("_@%+=:,./-").contains(char(c));
}

static QString wordText(const QByteArray &word)
{
    bool plain = !word.isEmpty();
    bool printable = true;
    for (qsizetype i = 0; i < word.size();) {
        const Character character = characterAt(word, i);
        printable = printable && isPrintable(character);
        plain = plain && isPlain(character);
        i += character.size;
    }
    if (printable) {
        QString text = QString::fromUtf8(word);
        return plain ? text : u'\'' + text.replace(u'\'', QLatin1String("'\\''")) + u'\'';
    }

    QString text = QStringLiteral("$'");
    for (qsizetype i = 0; i < word.size();) {
        const Character character = characterAt(word, i);
        if (!isPrintable(character)) {
            text += escaped(character, word[i]);
        } else {
            if (word[i] == '\'' || word[i] == '\\')
                text += u'\\';
            text += QChar::fromUcs4(character.codePoint);
        }
        i += character.size;
    }
    return text + u'\'';
}

QString commandText(const QList<QByteArray> &argv)
{
    QString text;
    for (const QByteArray &word : argv) {
        if (!text.isEmpty())
            text += u' ';
        text += wordText(word);
    }
    return text;
}

static int columnsOf(char32_t codePoint)
{
    // -1 for what the locale does not know; a terminal shows a replacement for it.
    const int width = wcwidth(static_cast<wchar_t>(codePoint));
    return width < 0 ? 1 : width;
}

int displayWidth(QStringView text)
{
    int width = 0;
    for (const uint codePoint : text.toUcs4())
        width += columnsOf(codePoint);
    return width;
}

QString elidedText(const QString &text, int columns)
{
    const QList<uint> codePoints = text.toUcs4();
    int width = 0;
    qsizetype fits = 0; // characters that leave a column for the ellipsis
    for (const uint codePoint : codePoints) {
        width += columnsOf(codePoint);
        if (width > columns)
            return columns > 0 ? text.left(fits) + QChar(u'…') : QString();
        if (width < columns)
            fits += QChar::requiresSurrogates(codePoint) ? 2 : 1;
    }
    return text;
}

} // namespace Spawn
