// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/savedlook.h"

#include "look/theme.h"
#include "window/mainwindow.h"
#include "window/page.h"

#include <QtCore/QMetaEnum>
#include <QtCore/QSettings>
#include <QtWidgets/QSplitter>

namespace Spawn {

static const QString ThemeKey = QStringLiteral("theme");

// By the page, so that another page changes nothing for the others.
static QString keyOf(const Page *page, qsizetype place)
{
    return QStringLiteral("splitters/%1/%2").arg(page->title()).arg(place);
}

void restoreLook(MainWindow &window, Theme &theme, QSettings &settings)
{
    bool known = false;
    const QByteArray choice = settings.value(ThemeKey).toString().toLatin1();
    const int value = QMetaEnum::fromType<Theme::Choice>().keyToValue(choice.constData(), &known);
    if (known)
        theme.setChoice(Theme::Choice(value));
    window.restoreLayout(settings);
    for (const Page *const page : window.pages()) {
        const QList<QSplitter *> splitters = page->findChildren<QSplitter *>();
        for (qsizetype place = 0; place < splitters.size(); ++place)
            splitters.at(place)->restoreState(settings.value(keyOf(page, place)).toByteArray());
    }
}

void saveLook(const MainWindow &window, const Theme &theme, QSettings &settings)
{
    settings.setValue(
        ThemeKey,
        QString::fromLatin1(QMetaEnum::fromType<Theme::Choice>().valueToKey(int(theme.choice()))));
    window.saveLayout(settings);
    for (const Page *const page : window.pages()) {
        const QList<QSplitter *> splitters = page->findChildren<QSplitter *>();
        for (qsizetype place = 0; place < splitters.size(); ++place)
            settings.setValue(keyOf(page, place), splitters.at(place)->saveState());
    }
}

} // namespace Spawn
