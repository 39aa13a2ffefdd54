// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/page.h"

#include <QtCore/QSaveFile>
#include <QtGui/QAction>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QMessageBox>

namespace Spawn {

Page::Page(const QString &title, Glyph glyph, QWidget *parent)
    : QWidget(parent), m_title(title), m_glyph(glyph)
{
    setAccessibleName(title);
}

QAction *Page::add(const QString &text, const QString &key, const std::function<void()> &does)
{
    auto *const action = new QAction(text, this);
    action->setShortcut(QKeySequence(key));
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(action, &QAction::triggered, this, does);
    addAction(action);
    return action;
}

void Page::saveAs(const QString &title, const QString &name, const QString &formats,
                  const std::function<QByteArray(const QString &path)> &content)
{
    const QString path = QFileDialog::getSaveFileName(this, title, name, formats);
    if (path.isEmpty())
        return;
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content(path)) < 0 || !file.commit()) {
        QMessageBox::warning(this, QStringLiteral("Not saved"),
                             QStringLiteral("%1: %2").arg(path, file.errorString()));
    }
}

} // namespace Spawn
