// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/mark.h"

#include <QtWidgets/QWidget>

namespace Spawn {

// Above the details of a row: what it is, and to copy and to close them.
class DetailsHead final : public QWidget
{
    Q_OBJECT
public:
    explicit DetailsHead(QWidget *parent = nullptr);

    void setText(const Mark &mark, const QString &title, const QString &note);
    QString plainText() const { return m_title + u'\n' + m_note; }

Q_SIGNALS:
    void copyRequested();
    void closeRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Mark m_mark;
    QString m_title;
    QString m_note;
    QWidget *m_copy;
};

} // namespace Spawn
