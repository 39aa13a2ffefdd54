// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/mark.h"

#include <QtWidgets/QWidget>

namespace Spawn {

// What is known of a thing that the pointer rests on. It is never under the pointer, and lets
// everything through.
class HoverCard final : public QWidget
{
    Q_OBJECT
public:
    struct Line
    {
        QString label;
        QString value;
        QString note; // behind the value
    };
    struct Content
    {
        QString title;
        bool isCommand = false; // the title is what a shell takes
        Mark mark;
        QString state;
        QList<Line> lines;
    };

    explicit HoverCard(QWidget *parent);

    // Beside what it speaks of, both in the pixels of the parent.
    void showAt(const Content &content, const QRect &subject, const QPoint &pointer);
    const Content &content() const { return m_content; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QSize contentSize() const;

    Content m_content;
};

} // namespace Spawn
