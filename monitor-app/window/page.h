// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/mark.h"
#include "models/subject.h"

#include <QtWidgets/QWidget>

#include <functional>
#include <optional>

namespace Spawn {

class ShownApplication;

// A page of the window. It becomes a row of the rail, a number key and a line of the menu View by
// MainWindow::addPage(); its QWidget::actions() are the menu Command while it is shown.
class Page : public QWidget
{
    Q_OBJECT
public:
    Page(const QString &title, Glyph glyph, QWidget *parent = nullptr);

    QString title() const { return m_title; }
    Glyph glyph() const { return m_glyph; }

    // Whom to show, from now on; null: nobody. The page connects itself to its signals.
    virtual void setApplication(ShownApplication *application) = 0;

    // Beside the title in the rail.
    virtual std::optional<int> count() const { return {}; }
    // The keys of the window: / and Esc, Ctrl+F with a text, Ctrl+T. A false means that there was
    // nothing to do, or nothing found.
    virtual bool focusFilter() { return false; }
    virtual bool clear() { return false; }
    virtual bool find(const QString &) { return false; }
    virtual bool toggleTable() { return false; }
    // Shows it if it is a matter of this page.
    virtual bool open(const Subject &) { return false; }

Q_SIGNALS:
    void countChanged();
    void opened(const Spawn::Subject &subject); // asked for here, to be shown by some page
    void selected(const Spawn::Subject &subject); // here; to be on the other pages too

protected:
    // An action of the page, with a key that works wherever the focus is in it.
    QAction *add(const QString &text, const QString &key, const std::function<void()> &does);
    // Asks where to, and writes there what is made for that name.
    void saveAs(const QString &title, const QString &name, const QString &formats,
                const std::function<QByteArray(const QString &path)> &content);

private:
    QString m_title;
    Glyph m_glyph;
};

} // namespace Spawn
