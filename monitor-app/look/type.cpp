// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "look/type.h"

#include <QtGui/QFontDatabase>
#include <QtGui/QFontInfo>
#include <QtWidgets/QApplication>

namespace Spawn {

static QFont &fixedFont()
{
    static QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    return font;
}

void setFixedFont(const QFont &font)
{
    fixedFont() = font;
}

static QFont scaled(QFont font, int size, QFont::Weight weight)
{
    const int body = QFontInfo(QApplication::font()).pixelSize();
    font.setPixelSize(qMax(1, qRound(body * size / 13.0)));
    font.setWeight(weight);
    return font;
}

QFont fontOf(Type type)
{
    const QFont body = QApplication::font();
    switch (type) {
    case Type::Application:
        return scaled(body, 20, QFont::DemiBold);
    case Type::Page:
        return scaled(body, 18, QFont::DemiBold);
    case Type::Verdict:
        return scaled(body, 15, QFont::DemiBold);
    case Type::Body:
        return scaled(body, 13, QFont::Normal);
    case Type::Emphasis:
        return scaled(body, 13, QFont::Medium);
    case Type::CardTitle:
        return scaled(body, 12, QFont::DemiBold);
    case Type::Header:
        return scaled(body, 12, QFont::Medium);
    case Type::Note:
        return scaled(body, 12, QFont::Normal);
    case Type::Caption:
        return scaled(body, 11, QFont::Normal);
    case Type::CaptionStrong:
        return scaled(body, 11, QFont::DemiBold);
    case Type::Figure:
        return scaled(body, 26, QFont::DemiBold);
    case Type::Mono:
        return scaled(fixedFont(), 12, QFont::Normal);
    }
    return body;
}

} // namespace Spawn
