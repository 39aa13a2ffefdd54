// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/columnsmenu.h"

#include <QtCore/QSettings>
#include <QtWidgets/QHeaderView>

namespace Spawn {

ColumnsMenu::ColumnsMenu(QHeaderView *header, const QString &settingsKey, const QList<int> &hidden)
{
    const QSettings settings;
    const bool remembered = settings.contains(settingsKey);
    // By their titles, since their numbers change with the next version.
    const QStringList titles = settings.value(settingsKey).toStringList();
    for (int column = 0; column < header->model()->columnCount(); ++column) {
        const QString title = header->model()->headerData(column, Qt::Horizontal).toString();
        const bool hides = remembered ? titles.contains(title) : hidden.contains(column);
        QAction *const action = addAction(title);
        action->setCheckable(true);
        action->setChecked(!hides || column == 0);
        action->setEnabled(column > 0);
        header->setSectionHidden(column, !action->isChecked());
        connect(action, &QAction::triggered, this,
                [this, header, settingsKey, column](bool checked) {
                    header->setSectionHidden(column, !checked);
                    QStringList hiddenTitles;
                    for (const QAction *const other : actions()) {
                        if (!other->isChecked())
                            hiddenTitles += other->text();
                    }
                    QSettings().setValue(settingsKey, hiddenTitles);
                    Q_EMIT chosen();
                });
    }
}

} // namespace Spawn
