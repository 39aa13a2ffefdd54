// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QAbstractItemModel>
#include <QtCore/QCoreApplication>
#include <QtCore/QSettings>
#include <QtGui/QAction>
#include <QtWidgets/QPushButton>

// What a test of a page points at by the words that it shows.

inline QAction *actionNamed(const QWidget *page, const QString &text)
{
    for (QAction *const one : page->actions()) {
        if (one->text() == text)
            return one;
    }
    return nullptr;
}

inline QPushButton *buttonNamed(const QWidget *parent, const QString &text)
{
    for (QPushButton *const one : parent->findChildren<QPushButton *>()) {
        if (one->text() == text)
            return one;
    }
    return nullptr;
}

// At whatever depth.
inline QModelIndex rowNamed(const QAbstractItemModel &model, const QString &name,
                            const QModelIndex &parent = {})
{
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        if (index.data().toString() == name)
            return index;
        const QModelIndex below = rowNamed(model, name, index);
        if (below.isValid())
            return below;
    }
    return {};
}

// What a page remembers is remembered in this folder.
inline void keepSettingsIn(const QString &folder, const QString &test)
{
    QCoreApplication::setOrganizationName(QStringLiteral("AsyncSpawner"));
    QCoreApplication::setApplicationName(test);
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder);
}
